"""`make run`: take the lock and the ports, run the supervisor, tell where everything is."""

import asyncio
import os
from contextlib import ExitStack

from deploy.embedded import lock
from deploy.embedded.folder import DataFolder
from deploy.embedded.forked import start_preloading
from deploy.embedded.options import ROOT, read_options
from deploy.embedded.ports import take_port
from deploy.embedded.signals import supervise
from deploy.embedded.supervisor import Supervisor
from deploy.embedded.terminal import Terminal
from deploy.embedded.welcome import welcome


def run() -> None:
    """Run the whole system until Ctrl-C. Raises StartError."""
    terminal = Terminal()
    options = read_options(os.environ)
    folder = DataFolder(options.data)
    folder.prepare()
    with ExitStack() as held:
        descriptor = held.enter_context(lock.held(folder.lock))
        sockets = {
            name: held.enter_context(take_port(port.variable, port.number, set_by_hand=port.set_by_hand))
            for name, port in (("http", options.http), ("mail", options.mail))
        }
        sockets["smtp"] = held.enter_context(take_port("SMTP_PORT", 0, set_by_hand=False))
        os.chdir(ROOT)
        start_preloading()
        terminal.line(f"RegelWijzer starts in {folder.root} …")
        supervisor = Supervisor(options, folder, descriptor, sockets, terminal)
        asyncio.run(supervise(supervisor, lambda: welcome(supervisor)))

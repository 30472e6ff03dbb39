"""Imported once by the process that web, worker, preparation and mail sink are forked from."""

import contextlib
import gc
import os
import signal
from importlib import import_module

from deploy.embedded.lifeline import be_called, end_with_parent, part_from_terminal

# Not the preparation's: it ends soon, and what only it needs would stay in the memory of all others.
MODULES = ("typer", "deploy.web", "deploy.worker", "deploy.mailsink.serving")
PARTS = ("routes", "subscribers", "jobs")


def preload() -> None:
    """Import everything that those who stay need. What cannot be imported fails again where it is needed,
    with its reason in that process's log."""
    for module in MODULES:
        with contextlib.suppress(Exception):
            import_module(module)
    from deploy.services import existing

    for service in existing():
        for part in PARTS:
            with contextlib.suppress(Exception):
                import_module(f"services.{service}.{part}")


part_from_terminal()
be_called("rw-preloaded")
end_with_parent(signal.SIGKILL, os.getppid())
# Objects that the collector never touches stay shared between the processes.
gc.disable()
preload()
gc.freeze()
gc.enable()

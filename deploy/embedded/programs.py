"""Our own processes, as the supervisor starts them."""

import os
import sys
from pathlib import Path

from deploy.embedded.child import Program
from deploy.embedded.folder import DataFolder
from deploy.embedded.options import ROOT, Options
from deploy.embedded.ports import LOOPBACK


def prepare(options: Options, folder: DataFolder, database_url: str, ports: dict[str, int]) -> Program:
    """The step before web and worker; it hears all addresses and makes the variables of the system from them."""
    environment = {
        "DATA_DIR": str(folder.root),
        "DATABASE_URL": database_url,
        "NATS_URL": f"nats://{LOOPBACK}:{ports['nats']}",
        "SMTP_URL": os.environ.get("SMTP_URL") or f"smtp://{LOOPBACK}:{ports['smtp']}",
        "PUBLIC_URL": options.public_url or f"http://{LOOPBACK}:{ports['http']}",
        "DEMO": "1" if options.demo else "0",
    }
    return _python("prepare", "-m", "deploy.embedded.prepare", environment=environment)


def web(variables: dict[str, str], http: int) -> Program:
    """The web process; it never speaks to the broker, so it gets no keys to it."""
    without_seeds = variables | {"NATS_SEEDS": "{}"}
    return _python("web", "-m", "deploy.run", "web", "--fd", http, environment=without_seeds, inherit=(http,))


def worker(variables: dict[str, str]) -> Program:
    """The worker process."""
    return _python("worker", "-m", "deploy.run", "worker", environment=variables)


def mail_sink(folder: DataFolder, smtp: int, http: int) -> Program:
    """The mailbox; it needs no settings and gets none."""
    return _python("mail", "-m", "deploy.mailsink", folder.mail, smtp, http, inherit=(smtp, http))


def _python(
    name: str,
    *arguments: str | int | Path,
    environment: dict[str, str] | None = None,
    inherit: tuple[int, ...] = (),
) -> Program:
    return Program(
        name=name,
        command=[sys.executable, *map(str, arguments)],
        environment=environment or {},
        working_folder=ROOT,
        descriptors=inherit,
    )

"""Our own processes, as the supervisor starts them. Their imports stand in the forked process, not here."""

import os
import socket

from deploy.embedded.folder import DataFolder
from deploy.embedded.forked import Forked
from deploy.embedded.options import Options
from deploy.embedded.ports import LOOPBACK


def prepare(options: Options, folder: DataFolder, database_url: str, ports: dict[str, int]) -> Forked:
    """The step before web and worker; it hears all addresses and makes the variables of the system from them."""
    environment = {
        "DATABASE_URL": database_url,
        "NATS_URL": f"nats://{LOOPBACK}:{ports['nats']}",
        "SMTP_URL": os.environ.get("SMTP_URL") or f"smtp://{LOOPBACK}:{ports['smtp']}",
        "PUBLIC_URL": options.public_url or f"http://{LOOPBACK}:{ports['http']}",
        "DEMO": "1" if options.demo else "0",
    }
    return Forked("prepare", _prepare, (folder,), environment)


def web(variables: dict[str, str], http: socket.socket) -> Forked:
    """The web process; it never speaks to the broker, so it gets no keys to it."""
    return Forked("web", _web, (http,), variables | {"NATS_SEEDS": "{}"})


def worker(variables: dict[str, str]) -> Forked:
    """The worker process."""
    return Forked("worker", _worker, (), variables)


def mail_sink(folder: DataFolder, smtp: socket.socket, http: socket.socket) -> Forked:
    """The mailbox; it needs no settings and gets none."""
    return Forked("mail", _mail_sink, (folder, smtp, http))


def _prepare(folder: DataFolder) -> None:
    from deploy.embedded.prepare import prepare

    prepare(folder)


def _web(http: socket.socket) -> None:
    from deploy.web import serve

    serve(None, listening=http)


def _worker() -> int:
    from deploy.worker import work

    return work(None)


def _mail_sink(folder: DataFolder, smtp: socket.socket, http: socket.socket) -> None:
    from deploy.mailsink.serving import serve_forever

    serve_forever(folder.mail, smtp, http)

"""Real servers for tests: PostgreSQL without fsync, nats-server with its store in a temporary folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.embedded import unprivileged

OWNER = "regelwijzer"
START_SECONDS = 30
ENOUGH_BYTES = 2 * 1024**3
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "autovacuum=off",
)


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh PostgreSQL on a socket; yields the URL of its first database."""
    folder = Path(tempfile.mkdtemp(prefix="rw-pg-", dir=_fast_place()))
    folder.chmod(0o755)
    account = unprivileged.account_for(folder / "data")
    programs = unprivileged.binaries(account)
    identity: dict[str, Any] = {}
    if account:
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        os.chown(folder, account.pw_uid, account.pw_gid)
    parts = ("-U", OWNER, "-A", "trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8")
    subprocess.run(
        [programs / "initdb", "-D", folder / "data", *parts], check=True, capture_output=True, cwd=folder, **identity
    )
    options = [
        part for option in (*FAST, f"unix_socket_directories={folder}", "listen_addresses=") for part in ("-c", option)
    ]
    server = subprocess.Popen(
        [programs / "postgres", "-D", folder / "data", *options],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        **identity,
    )
    try:
        _wait(lambda: _is_ready(folder / "data/postmaster.pid"))
        yield f"postgresql+asyncpg://{OWNER}@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _fast_place() -> Path | None:
    # A new database is hundreds of files; in memory that takes a tenth of the time it takes on a disk.
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH_BYTES
    return memory if roomy else None


def _is_ready(pidfile: Path) -> bool:
    return pidfile.exists() and pidfile.read_text().rstrip().endswith("ready")


class NatsServer:
    """A nats-server that can be killed and started again on the same port and store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        # Who needs a key here, and which: nobody.
        self.seeds: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        program = Path(sys.prefix) / "bin/nats-server"
        self._process = subprocess.Popen(
            [program, *self.arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait(self._answers)

    @property
    def arguments(self) -> list[str]:
        """What it is started with."""
        return ["-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self.folder)]

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self._process:
            self._process.send_signal(number)

    def kill(self) -> None:
        """Kill it without warning."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def nats_server() -> Iterator[NatsServer]:
    """A running nats-server with an empty store."""
    with tempfile.TemporaryDirectory(prefix="rw-nats-") as folder:
        server = NatsServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError("the server did not start")
        time.sleep(0.01)

"""PostgreSQL as a child: its programs run directly, on a socket only, with settings for a small machine."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from deploy.embedded import unprivileged
from deploy.embedded.child import Child
from deploy.embedded.failure import StartError
from deploy.embedded.folder import DataFolder
from deploy.embedded.program import Program

OWNER = "regelwijzer"
# A socket's address holds 107 bytes; PostgreSQL adds `/.s.PGSQL.5432.lock`.
LONGEST_FOLDER = 85
READY_LINE = 7
START_SECONDS = 60.0

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "dynamic_shared_memory_type": "posix",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "1",
    "fsync": "on",
    "synchronous_commit": "on",
    "log_min_messages": "warning",
    # Values and statements can hold what somebody typed.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Postgres:
    """Where one PostgreSQL stands and who runs it."""

    programs: Path
    data: Path
    sockets: Path
    account: pwd.struct_passwd | None

    @property
    def url(self) -> str:
        """How the services reach it."""
        return f"postgresql+asyncpg://{OWNER}@/postgres?host={quote(str(self.sockets))}"

    def program(self, descriptors: tuple[int, ...]) -> Program:
        """The server itself."""
        options = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        return Program(
            name="postgres",
            command=[
                self.programs / "postgres",
                "-D",
                self.data,
                *(f"--{k}={v}" for k, v in options.items()),
            ],
            working_folder=self.data,
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            descriptors=descriptors,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
        )

    def is_ready(self, process_id: int) -> bool:
        """Whether this very server takes connections: it says so in its own file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > READY_LINE and lines[0] == str(process_id) and lines[READY_LINE].strip() == "ready"

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's own programs to its end. Raises StartError with its last line."""
        try:
            done = subprocess.run(
                [self.programs / program, *arguments],
                capture_output=True,
                text=True,
                cwd="/",
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
            )
        except OSError as error:
            raise StartError(f"PostgreSQL's {program} does not run: {error.strerror}") from error
        if done.returncode != 0:
            raise StartError(f"PostgreSQL's {program} failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")


def place(folder: DataFolder) -> Postgres:
    """Decide where PostgreSQL stands and who runs it. Raises StartError."""
    account = unprivileged.account_for(folder.postgres)
    data = unprivileged.data_home(folder.postgres, account)
    return Postgres(unprivileged.binaries(account), data, socket_folder(folder, account), account)


def socket_folder(folder: DataFolder, account: pwd.struct_passwd | None) -> Path:
    """The folder of the socket: in the data folder, or a short one where that is too long or closed."""
    inside = folder.run / "postgres"
    if len(os.fsencode(inside)) <= LONGEST_FOLDER and (account is None or unprivileged.is_open(folder.run)):
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir(mode=0o700)
        sockets = inside
    else:
        sockets = Path(tempfile.mkdtemp(prefix="regelwijzer-"))
    if account:
        os.chown(sockets, account.pw_uid, account.pw_gid)
    return sockets


def prepare(postgres: Postgres) -> None:
    """Make the data on a first start; after a crash, clear what names a server that is gone.

    We hold the lock that every server on this data inherits, so no other can be running.
    """
    if (postgres.data / "PG_VERSION").exists():
        (postgres.data / "postmaster.pid").unlink(missing_ok=True)
        return
    shutil.rmtree(postgres.data, ignore_errors=True)
    postgres.data.mkdir(mode=0o700)
    if postgres.account:
        os.chown(postgres.data, postgres.account.pw_uid, postgres.account.pw_gid)
    # Made elsewhere first: a first start that was cut off must not look like a finished one.
    fresh = postgres.data / "fresh"
    postgres.run(
        "initdb",
        *("--pgdata", fresh, "--username", OWNER, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
        *("--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )
    for part in sorted(fresh.iterdir(), key=lambda path: path.name == "PG_VERSION"):
        part.rename(postgres.data / part.name)
    fresh.rmdir()


async def wait_until_ready(postgres: Postgres, child: Child) -> None:
    """Wait until the server takes connections. Raises StartError."""
    for _ in range(int(START_SECONDS / 0.02)):
        if child.running and postgres.is_ready(child.running.pid):
            break
        if child.falls > 2:
            raise StartError(f"PostgreSQL does not start: {child.log.last_line}")
        await asyncio.sleep(0.02)
    else:
        raise StartError(f"PostgreSQL is not ready after {START_SECONDS:.0f} s: {child.log.last_line}")

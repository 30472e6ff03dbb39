"""The whole system as a person starts it, for tests that use it, watch its life or break it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deploy.embedded import variables
from shared.settings import Settings
from tests.servers import free_port

STOP_SECONDS = 30
# What we promise, for those who break the system; the other tests are more patient.
ANSWER_SECONDS = str(Settings.model_fields["answer_seconds"].default)


class RunningSystem:
    """`regelwijzer run` on a data folder; DEMO is off unless asked for."""

    def __init__(self, folder: Path, **chosen: str) -> None:
        self.folder = folder
        self.http, self.mail = free_port(), free_port()
        own = {"DATA_DIR": str(folder), "PORT": str(self.http), "MAIL_PORT": str(self.mail), "DEMO": "0"}
        inherited = {name: value for name, value in os.environ.items() if name not in ("PUBLIC_URL", "SMTP_URL")}
        self.environment = inherited | own | chosen
        self.process = self.launch()

    @property
    def web(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.http}"

    @property
    def mails(self) -> str:
        """Where its mails are shown."""
        return f"http://127.0.0.1:{self.mail}"

    @property
    def variables(self) -> dict[str, str]:
        """Its addresses and keys, as its other commands find them."""
        return variables.read(self.folder / "run" / "env")

    def launch(self) -> "subprocess.Popen[str]":
        """Start one more copy on the same folder."""
        return subprocess.Popen(
            self._command("run"),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def command(self, *words: str, typed: str = "") -> str:
        """What another command of `regelwijzer` prints about this copy; `typed`: what it reads."""
        done = subprocess.run(
            self._command(*words), env=self.environment, input=typed, capture_output=True, text=True, check=True
        )
        return done.stdout

    def hire(self, email: str, role: str, password: str) -> None:
        """Take somebody into the team."""
        who = ("--name", "Sanne de Vries", "--email", email, "--role", role)
        self.command("user", "add", *who, "--password-stdin", typed=f"{password}\n")

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "deploy.run", *words]

    def wait_until_ready(self) -> str:
        """What it printed until it was ready."""
        printed: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            printed.append(line)
            if "Ctrl-C" in line:
                return "".join(printed)
        raise AssertionError("the system ended:\n" + "".join(printed))

    def kill(self) -> None:
        """End it at once; the kernel ends its children with it."""
        children = self.descendants()
        self.process.kill()
        self.process.wait()
        within(STOP_SECONDS, lambda: not any(map(lives, children)))

    def descendants(self) -> list[int]:
        """Every process it started."""
        return descendants_of(self.process.pid)

    def process_named(self, name: str) -> int:
        """The process id of `rw-web`, `rw-worker`, `rw-mail`, `postgres` or `nats-server`."""
        return next(found for found in self.descendants() if _name(found) == name)

    @contextmanager
    def without(self, name: str, end: signal.Signals = signal.SIGKILL) -> Iterator[None]:
        """A while in which one process is gone; after it the supervisor starts it again."""
        gone = self.process_named(name)
        # Stopped, the supervisor cannot mend what we break.
        self.process.send_signal(signal.SIGSTOP)
        try:
            os.kill(gone, end)
            assert within(STOP_SECONDS, lambda: not lives(gone))
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def status(self, path: str) -> int:
        """The status code of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


@contextmanager
def running(**chosen: str) -> Iterator[RunningSystem]:
    """A system on a folder of its own, ready; ended and cleared away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rw-system-"))
    folder.chmod(0o711)
    system = RunningSystem(folder / "data", **chosen)
    try:
        system.wait_until_ready()
        yield system
    finally:
        system.kill()
        shutil.rmtree(folder, ignore_errors=True)


def descendants_of(process_id: int) -> list[int]:
    """Every process that a process started, from whichever thread."""
    children: list[int] = []
    for thread in Path(f"/proc/{process_id}/task").glob("*/children"):
        with suppress(OSError):
            children += map(int, thread.read_text().split())
    return [found for child in children for found in (child, *descendants_of(child))]


def _name(process_id: int) -> str:
    try:
        return Path(f"/proc/{process_id}/comm").read_text().strip()
    except FileNotFoundError:
        return ""


def lives(process_id: int) -> bool:
    """Whether a process runs; one that ended and only waits to be collected does not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def listened_addresses(process_ids: list[int]) -> set[str]:
    """The addresses these processes listen on, as the kernel writes them."""
    inodes = {
        str(link.readlink()) for pid in process_ids for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()
    }
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes}


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether it comes true in time."""
    give_up = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True

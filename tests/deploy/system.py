"""The whole system as a person starts it, for tests that watch its life."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.servers import free_port

START_SECONDS = 90.0


class RunningSystem:
    """`regelwijzer run` on a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http, self.mail = free_port(), free_port()
        self.process = self.launch()

    def launch(self) -> "subprocess.Popen[str]":
        """Start one more copy on the same folder."""
        variables = {"DATA_DIR": str(self.folder), "PORT": str(self.http), "MAIL_PORT": str(self.mail), "DEMO": "0"}
        return subprocess.Popen(
            [sys.executable, "-m", "deploy.run", "run"],
            env={k: v for k, v in os.environ.items() if k not in ("PUBLIC_URL", "SMTP_URL")} | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_until_ready(self) -> str:
        """What it printed until it was ready."""
        printed: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            printed.append(line)
            if "Ctrl-C" in line:
                return "".join(printed)
        raise AssertionError("the system ended:\n" + "".join(printed))

    def descendants(self) -> list[int]:
        """Every process it started."""
        return _descendants(self.process.pid)

    def status(self, path: str) -> int:
        """The status code of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


def _descendants(process_id: int) -> list[int]:
    try:
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [found for child in map(int, children) for found in (child, *_descendants(child))]


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

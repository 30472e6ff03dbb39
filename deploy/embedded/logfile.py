"""The log of one child: everything into a file of bounded size, what a person must see to the terminal."""

import json
import re
from collections.abc import Callable
from pathlib import Path

# Lines that tell a person how far a step is.
PROGRESS = "progress: "
LARGEST = 5 * 1024 * 1024
LONGEST_LINE = 64 * 1024
NATS_WARNING = re.compile(rb"\[(?:WRN|ERR|FTL)\] (.*)")
POSTGRES_WARNING = re.compile(rb"(?:FATAL|PANIC):\s+(.*)")


class BoundedLog:
    """At most two files of five megabytes: the running one and the one before it."""

    def __init__(self, path: Path, alarm: Callable[[str], None]) -> None:
        self.path = path
        self.alarm = alarm
        self.last_line = ""
        self._rest = b""
        self._file = path.open("ab")

    def write(self, chunk: bytes) -> None:
        """Store what a child wrote and pass on the lines that ask for attention."""
        self._file.write(chunk)
        self._file.flush()
        if self._file.tell() > LARGEST:
            self._turn_over()
        *lines, rest = (self._rest + chunk).split(b"\n")
        self._rest = rest[-LONGEST_LINE:]
        for line in filter(None, map(bytes.strip, lines)):
            self._look_at(line)

    def close(self) -> None:
        """Write nothing more."""
        self._file.close()

    def _turn_over(self) -> None:
        self._file.close()
        self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self.path.open("ab")

    def _look_at(self, line: bytes) -> None:
        warning, text = read_line(line)
        self.last_line = text
        if warning:
            self.alarm(text)


def read_line(line: bytes) -> tuple[bool, str]:
    """Whether a log line asks for attention, and the short form of it for a person."""
    if line.startswith(PROGRESS.encode()):
        return True, _short(line)
    if line.startswith(b"{"):
        return _read_json(line)
    for pattern in (NATS_WARNING, POSTGRES_WARNING):
        if found := pattern.search(line):
            return True, _short(found[1])
    return False, _short(line)


def _read_json(line: bytes) -> tuple[bool, str]:
    try:
        entry = json.loads(line)
    except ValueError:
        return False, _short(line)
    about = [f"{key}={entry[key]}" for key in ("service", "consumer", "kind", "error", "status") if entry.get(key)]
    return entry.get("level") in ("warning", "error", "critical"), " ".join([str(entry.get("event")), *about])


def _short(line: bytes) -> str:
    return line.decode(errors="replace")[:300]

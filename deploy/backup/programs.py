"""PostgreSQL's own programs at work: fed and read through pipes, ended with the block, complaining in one line."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO

from deploy.backup import database


class Program:
    """One of them while it runs."""

    def __init__(self, process: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("both ends must be pipes")
        self.input, self.output = process.stdin, process.stdout
        self._process, self._complaints = process, complaints

    def ends_well(self) -> bool:
        """Wait for its end, with nothing more to read for it."""
        with suppress(BrokenPipeError):
            self.input.close()
        return self._process.wait() == 0

    @property
    def complaint(self) -> str:
        """What it complained of."""
        self._complaints.seek(0)
        return database.complaint_in(self._complaints.read().decode(errors="replace"))


@contextmanager
def running(name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Program]:
    """Run one of them; it does not outlive the block. Raises StartError when they are not installed."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            [database.program(name), *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process,
    ):
        try:
            yield Program(process, complaints)
        finally:
            process.kill()
            with suppress(BrokenPipeError):
                if process.stdin:
                    process.stdin.close()

"""pg_dump at work: what it prints is read while it works, and counts only when it ends well."""

from collections.abc import Iterator
from contextlib import contextmanager

from deploy.backup import database, programs
from deploy.embedded.failure import StartError

# Halves what is written, and leaves most of a core to the system that goes on working.
OPTIONS = ("--format=custom", "--compress=gzip:1", "--lock-wait-timeout=30s")


class Dump:
    """What pg_dump prints."""

    def __init__(self, program: programs.Program) -> None:
        self._program = program

    def read(self, size: int) -> bytes:
        """The next piece; empty at the end. Raises StartError when the dump is not whole."""
        piece = self._program.output.read(size)
        if not piece and not self._program.ends_well():
            raise StartError(f"pg_dump failed: {self._program.complaint}")
        return piece


@contextmanager
def dumping(database_url: str, snapshot: str) -> Iterator[Dump]:
    """The dump of what an exported snapshot sees."""
    environment = database.program_environment(database_url)
    with programs.running("pg_dump", *OPTIONS, f"--snapshot={snapshot}", environment=environment) as program:
        yield Dump(program)

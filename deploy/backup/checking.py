"""Reads a backup to its end, as a restore would, without a database."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pyrage import x25519

from deploy.backup import backup_file, programs
from deploy.backup.manifest import Manifest
from deploy.embedded.failure import StartError


def check(file: Path, identities: Sequence[x25519.Identity]) -> Manifest:
    """Whether the backup opens, is whole and its dump can be read. Raises StartError when not."""
    head = backup_file.read_head(file, identities)
    with programs.running("pg_restore", "--file=/dev/null") as program:
        # When it gives up, it says why.
        with suppress(BrokenPipeError):
            backup_file.read_dump(file, identities, program.input)
        if not program.ends_well():
            raise StartError(f"the dump in {file} cannot be read: {program.complaint}")
    return head.manifest

"""A file that is there whole or not at all, and that the disk really has."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from deploy.embedded.failure import StartError

UNFINISHED = ".part"
PIECE = 1024 * 1024


class Counted:
    """Writes to a file, and remembers how much and what."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, piece: bytes) -> int:
        """Write all of it."""
        self._file.write(piece)
        self._hash.update(piece)
        self.bytes += len(piece)
        return len(piece)

    @property
    def digest(self) -> bytes:
        """The hash of everything written."""
        return self._hash.digest()


def store(place: Path, fill: Callable[[Counted], None]) -> int:
    """Make a file that only its owner reads; returns its size in bytes. Raises StartError, and what `fill` raises.

    It is read back from the disk before it gets its name.
    """
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = _write(place, fill)
        _sync_folder(place.parent)
    except OSError as error:
        raise StartError(f"{place} cannot be written: {(error.strerror or 'the disk fails').lower()}") from error
    return written


def _write(place: Path, fill: Callable[[Counted], None]) -> int:
    unfinished = place.with_name(f"{place.name}.{os.getpid()}{UNFINISHED}")
    try:
        with open(unfinished, "x+b", opener=_for_its_owner) as file:
            counted = Counted(file)
            fill(counted)
            file.flush()
            os.fsync(file.fileno())
            _read_back(file, counted.digest)
        unfinished.rename(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return counted.bytes


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _read_back(file: IO[bytes], digest: bytes) -> None:
    # Not what the kernel still has in memory.
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)
    if hashlib.file_digest(file, "sha256").digest() != digest:  # type: ignore[arg-type]
        raise OSError(0, "what the disk gives back is not what was written")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

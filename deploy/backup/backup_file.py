"""One backup file: an encrypted text of three lines (kind, manifest, secrets) with the dump of pg_dump after it.

Without us it opens with `age --decrypt --identity KEY FILE | tail --lines +4 | pg_restore …`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyrage import x25519

from deploy.backup import manifest, sealed
from deploy.backup.manifest import Manifest
from deploy.backup.sealed import Sink, Source, Stopped
from deploy.embedded.failure import StartError

KIND = f"regelwijzer-backup {manifest.FORMAT}"
LONGEST_HEAD = 16 * 1024 * 1024


@dataclass(frozen=True)
class Head:
    """What stands before the dump: the manifest, and the secrets of a system that keeps them itself, by file name."""

    manifest: Manifest
    secrets: Mapping[str, str]

    @property
    def lines(self) -> bytes:
        """As the file begins."""
        return f"{KIND}\n{self.manifest.model_dump_json()}\n{json.dumps(dict(self.secrets))}\n".encode()


class Content:
    """The whole text of a backup, to be read once: the head, then the dump as it comes."""

    def __init__(self, head: Head, dump: Source) -> None:
        self._left = head.lines
        self._dump = dump

    def read(self, size: int) -> bytes:
        """The next piece; empty at the end."""
        if not self._left:
            return self._dump.read(size)
        piece, self._left = self._left[:size], self._left[size:]
        return piece


def read_head(file: Path, identities: Sequence[x25519.Identity]) -> Head:
    """What a backup says about itself. Raises StartError when it cannot be opened or comes from a newer version."""
    reader = _HeadReader(file)
    sealed.unseal(file, identities, reader)
    return reader.head()


def read_dump(file: Path, identities: Sequence[x25519.Identity], dump: Sink) -> None:
    """Hand the dump on, to its end. Raises StartError when it is damaged, and what the sink raises."""
    sealed.unseal(file, identities, _AfterHead(dump))


class _HeadReader:
    def __init__(self, file: Path) -> None:
        self._file, self._read = file, b""

    def write(self, piece: bytes) -> int:
        self._read += piece
        if self._read.count(b"\n") >= 3 or len(self._read) > LONGEST_HEAD:
            raise Stopped()
        return len(piece)

    def head(self) -> Head:
        kind, *lines = self._read.split(b"\n", 3)
        if len(lines) < 3 or not kind.startswith(b"regelwijzer-backup "):
            raise StartError(f"{self._file} is not a backup of RegelWijzer")
        if kind.decode() != KIND:
            raise StartError(f"{self._file} was made by a newer version, in a form this one does not know")
        return Head(manifest.parse(lines[0].decode()), json.loads(lines[1]))


class _AfterHead:
    def __init__(self, sink: Sink) -> None:
        self._sink, self._lines_left = sink, 3

    def write(self, piece: bytes) -> int:
        rest = piece
        while self._lines_left and rest:
            _, newline, rest = rest.partition(b"\n")
            self._lines_left -= len(newline)
        if rest:
            self._sink.write(rest)
        return len(piece)

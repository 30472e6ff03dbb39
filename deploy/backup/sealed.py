"""An encrypted file (https://age-encryption.org/v1), written and read in pieces: its size needs no memory."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import pyrage
from pyrage import x25519

from deploy.embedded.failure import StartError

T = TypeVar("T")
R = TypeVar("R")


class Source(Protocol):
    """What is read from."""

    def read(self, size: int) -> bytes: ...


class Sink(Protocol):
    """What is written to."""

    def write(self, piece: bytes) -> int: ...


class Stopped(Exception):
    """A sink has read enough."""


class _Kept:
    """Keeps what went wrong at our side: the library turns every error into one of its own."""

    error: Exception | None = None

    def keeping(self, act: Callable[[T], R], given: T) -> R:
        try:
            return act(given)
        except Exception as error:
            self.error = error
            raise


class _KeptSource(_Kept):
    def __init__(self, source: Source) -> None:
        self._source = source

    def read(self, size: int) -> bytes:
        return self.keeping(self._source.read, size)


class _KeptSink(_Kept):
    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, piece: bytes) -> int:
        return self.keeping(self._sink.write, piece)

    def flush(self) -> None:
        """Nothing is held back."""


def seal(source: Source, sink: Sink, recipients: Sequence[x25519.Recipient]) -> None:
    """Encrypt everything from a source. Raises what source and sink raise."""
    kept = _KeptSource(source), _KeptSink(sink)
    try:
        pyrage.encrypt_io(*kept, recipients)
    except (pyrage.EncryptError, OSError) as error:
        raise next((one.error for one in kept if one.error), error) from None


def unseal(file: Path, identities: Sequence[x25519.Identity], sink: Sink) -> None:
    """Decrypt everything into a sink; one that raises Stopped ends it.

    What was changed or cut off is found, but only where the reading gets to it.
    Raises StartError for a file that is damaged or needs another key, and what the sink raises.
    """
    kept = _KeptSink(sink)
    try:
        with file.open("rb") as sealed:
            pyrage.decrypt_io(sealed, kept, identities)
    except Exception as error:
        if isinstance(kept.error, Stopped):
            return
        if kept.error:
            raise kept.error from None
        if not isinstance(error, pyrage.DecryptError | OSError):
            raise
        raise StartError(_reason(file, error)) from None


def _reason(file: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {file}"
    if "No matching keys" in str(error):
        return f"this private key does not open {file}"
    return f"{file} is damaged or not a backup"

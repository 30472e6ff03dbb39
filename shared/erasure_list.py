"""What was erased or hidden once more, in a file outside the database: a backup knows nothing of the latest.

One line of JSON for each; lines are only added. Each service reads and adds its own kinds, and passes over all others.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Line = TypeVar("Line", bound=BaseModel)


class Lines:
    """What the list has, read once. Raises OSError."""

    def __init__(self, path: Path | None) -> None:
        self._lines = path.read_text().splitlines() if path and path.exists() else []

    def of(self, kind: type[Line]) -> list[Line]:
        """Every line of a kind, oldest first; none when there is no list (yet)."""
        return list(_readable(self._lines, kind))


def read_lines(path: Path | None, kind: type[Line]) -> list[Line]:
    """Every line of a kind, oldest first; none when there is no list (yet). Raises OSError."""
    return Lines(path).of(kind)


def add_to_list(path: Path, lines: Iterable[BaseModel]) -> None:
    """Add lines to the list; on the disk when this returns. Raises OSError."""
    text = "".join(f"{line.model_dump_json()}\n" for line in lines)
    if not text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab+") as file:
        file.write((b"" if _ends_well(path) else b"\n") + text.encode())
        file.flush()
        os.fsync(file.fileno())


def _readable(lines: Iterable[str], kind: type[Line]) -> Iterator[Line]:
    for line in lines:
        try:
            yield kind.model_validate(json.loads(line))
        except (ValueError, ValidationError):
            # Of another kind; or half a line, of a machine that fell while it wrote: it is written again.
            continue


def _ends_well(path: Path) -> bool:
    content = path.read_bytes()
    return not content or content.endswith(b"\n")

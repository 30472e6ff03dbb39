"""The erasures once more, in a file outside the database: a backup that is put back knows nothing of the latest.

One line of JSON for each: an id, a moment, a reason code. Lines are only added.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.contracts.vocabulary import EraseReason


class Listed(BaseModel):
    """One erasure, as the list has it."""

    model_config = ConfigDict(frozen=True)

    report_id: UUID
    reason: EraseReason
    erased_at: datetime


def read_list(path: Path) -> list[Listed]:
    """Every erasure in the list, oldest first; none when there is no list yet. Raises OSError."""
    return list(_readable(path.read_text().splitlines())) if path.exists() else []


def add_to_list(path: Path, erasures: Iterable[Listed]) -> None:
    """Add erasures to the list; on the disk when this returns. Raises OSError."""
    lines = "".join(f"{erasure.model_dump_json()}\n" for erasure in erasures)
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab+") as file:
        file.write((b"" if _ends_well(path) else b"\n") + lines.encode())
        file.flush()
        os.fsync(file.fileno())


def _readable(lines: Iterable[str]) -> Iterator[Listed]:
    for line in lines:
        try:
            yield Listed.model_validate(json.loads(line))
        except (ValueError, ValidationError):
            continue  # half a line, of a machine that fell while it wrote; it is written again


def _ends_well(path: Path) -> bool:
    content = path.read_bytes()
    return not content or content.endswith(b"\n")

"""The erasures once more, in a file outside the database: a backup that is put back knows nothing of the latest.

One line of JSON for each: an id, a moment, a reason code. So for each piece that was hidden: an id, a moment, what kind
it is, and what it is found by; and for each file: its id and a moment. Lines are only added.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.contracts.hidden import HiddenKind
from shared.contracts.vocabulary import EraseReason


class Listed(BaseModel):
    """One erasure, as the list has it."""

    model_config = ConfigDict(frozen=True)

    report_id: UUID
    reason: EraseReason
    erased_at: datetime


class ListedHiding(BaseModel):
    """One piece that was hidden, as the list has it."""

    model_config = ConfigDict(frozen=True)

    piece_id: UUID
    report_id: UUID
    kind: HiddenKind
    words: int
    fingerprint: str
    hidden_at: datetime


class ListedAttachment(BaseModel):
    """One file that was erased, as the list has it."""

    model_config = ConfigDict(frozen=True)

    attachment_id: UUID
    report_id: UUID
    erased_at: datetime


Line = Listed | ListedHiding | ListedAttachment
L = TypeVar("L", Listed, ListedHiding, ListedAttachment)


def read_list(path: Path) -> list[Listed]:
    """Every erasure in the list, oldest first; none when there is no list yet. Raises OSError."""
    return _read(path, Listed)


def read_hidings(path: Path) -> list[ListedHiding]:
    """Every piece in the list that was hidden, oldest first. Raises OSError."""
    return _read(path, ListedHiding)


def read_attachments(path: Path) -> list[ListedAttachment]:
    """Every file in the list that was erased, oldest first. Raises OSError."""
    return _read(path, ListedAttachment)


def _read(path: Path, kind: type[L]) -> list[L]:
    return list(_readable(path.read_text().splitlines(), kind)) if path.exists() else []


def add_to_list(path: Path, erasures: Iterable[Line]) -> None:
    """Add erasures to the list; on the disk when this returns. Raises OSError."""
    lines = "".join(f"{erasure.model_dump_json()}\n" for erasure in erasures)
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab+") as file:
        file.write((b"" if _ends_well(path) else b"\n") + lines.encode())
        file.flush()
        os.fsync(file.fileno())


def _readable(lines: Iterable[str], kind: type[L]) -> Iterator[L]:
    for line in lines:
        try:
            yield kind.model_validate(json.loads(line))
        except (ValueError, ValidationError):
            # Of another kind; or half a line, of a machine that fell while it wrote: it is written again.
            continue


def _ends_well(path: Path) -> bool:
    content = path.read_bytes()
    return not content or content.endswith(b"\n")

"""What people did and what they were told came of it: the other side of the ledger."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Deed(StrEnum):
    """What people do that must have its effect once."""

    REPORT = "report"
    ANSWER = "answer"
    DECISION = "decision"
    CONCLUSION = "conclusion"
    PACKAGE = "package"
    BODY_ANSWER = "body answer"
    CLOSING = "closing"


@dataclass
class Entry:
    """One deed. `mark` is in what was typed and nowhere else; `told` is what its doer was told, once they were."""

    deed: Deed
    mark: str
    tried_at: float
    confirmed_at: float | None = None
    told: str = ""


class Journal:
    """Kept in memory, and line by line in a file that survives us."""

    def __init__(self, file: Path | None = None) -> None:
        self._entries: dict[tuple[Deed, str], Entry] = {}
        self._file = file.open("a") if file else None
        self.complaints: list[str] = []

    def tries(self, deed: Deed, mark: str) -> None:
        """Somebody is about to do this, for the first time or again."""
        if (deed, mark) not in self._entries:
            self._entries[deed, mark] = Entry(deed, mark, time.time())
            self._write(self._entries[deed, mark])

    def confirms(self, deed: Deed, mark: str, told: str = "") -> None:
        """The system said that it is done; `told` is the number it gave. A second answer must say the same."""
        entry = self._entries[deed, mark]
        if entry.confirmed_at is None:
            entry.confirmed_at, entry.told = time.time(), told
            self._write(entry)
        elif entry.told != told:
            self.complain(f"{deed} {mark} was first told {entry.told}, then {told}")

    def complain(self, text: str) -> None:
        """Somebody met what should not be."""
        self.complaints.append(text)

    def of(self, deed: Deed) -> list[Entry]:
        """Everything of one kind that was tried."""
        return [entry for entry in self._entries.values() if entry.deed is deed]

    def confirmed(self) -> Iterator[Entry]:
        """Everything that somebody was told is done."""
        return (entry for entry in self._entries.values() if entry.confirmed_at is not None)

    def _write(self, entry: Entry) -> None:
        if self._file:
            self._file.write(json.dumps(asdict(entry)) + "\n")
            self._file.flush()

"""The words in a row that differ from copy to copy: ids, reference numbers, and what links are made of."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
REFERENCE = r"\b(?:RW|D|H)-\d\d-\d{3,}\b"


@dataclass(frozen=True)
class Row:
    """A row as PostgreSQL copies it: words that stay, and gaps between them."""

    kept: list[str]
    gaps: list[str]

    def filled(self, words: Mapping[str, str]) -> str:
        """The row with these words in its gaps."""
        parts = [part for kept, gap in zip(self.kept, self.gaps, strict=False) for part in (kept, words[gap])]
        return "".join([*parts, self.kept[-1]])


@dataclass(frozen=True)
class Gaps:
    """Which words differ. `shared` are ids that every copy has; `links` makes the secrets of a copy's links."""

    shared: frozenset[str]
    numbers: Mapping[str, int]
    links: Mapping[str, Callable[[int], str]]
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        words = "|".join([ID, REFERENCE, *map(re.escape, self.links)])
        object.__setattr__(self, "pattern", re.compile(words))

    def find(self, row: str) -> Row:
        """Cut a row at its gaps."""
        found = [match for match in self.pattern.finditer(row) if match.group() not in self.shared]
        starts, ends = [0, *(match.end() for match in found)], [*(match.start() for match in found), len(row)]
        kept = [row[start:end] for start, end in zip(starts, ends, strict=True)]
        return Row(kept, [match.group() for match in found])

    def word(self, gap: str, copy: int) -> str:
        """What stands in this gap in a copy; they are numbered from 1."""
        if link := self.links.get(gap):
            return link(copy)
        kind, hyphen, rest = gap.partition("-")
        if kind not in self.numbers:
            # The first digits of an id are its moment: each copy is about a minute older than the one before.
            return f"{int(kind, 16) - copy:08x}{hyphen}{rest}"
        year, _, number = rest.partition("-")
        return f"{kind}-{year}-{int(number) + copy * self.numbers[kind]:0{len(number)}d}"

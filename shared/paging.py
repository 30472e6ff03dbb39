"""A long list is shown one page at a time; pages are counted from 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 25
Row = TypeVar("Row")


def rows_before(number: int) -> int:
    """How many rows stand on the pages before this one."""
    return (number - 1) * PAGE_SIZE


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list that has `total` rows."""

    number: int
    rows: Sequence[Row]
    total: int

    @property
    def first(self) -> int:
        """The number of its first row."""
        return rows_before(self.number) + 1

    @property
    def last(self) -> int:
        """The number of its last row."""
        return rows_before(self.number) + len(self.rows)

    @property
    def previous(self) -> int | None:
        """The page before it."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after it."""
        return self.number + 1 if self.last < self.total else None

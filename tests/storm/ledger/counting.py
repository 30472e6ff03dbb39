"""Comparing what must be there once with what is there."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator


def once_each(what: str, wanted: Iterable[Hashable], found: Iterable[Hashable]) -> Iterator[str]:
    """A line for everything wanted that is not there, for everything there more than once or not wanted."""
    expected, counted = set(wanted), Counter(found)
    yield from (f"lost: no {what} {one}" for one in sorted(expected - set(counted), key=str))
    yield from (f"uninvited: {what} {one}" for one in sorted(set(counted) - expected, key=str))
    yield from at_most_once(what, counted.elements())


def at_most_once(what: str, found: Iterable[Hashable]) -> Iterator[str]:
    """A line for everything that is there more than once."""
    for one, count in sorted(Counter(found).items(), key=str):
        if count > 1:
            yield f"doubled: {count} times {what} {one}"

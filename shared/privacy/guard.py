"""Looks through a text for what may tell who a patient is."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from shared.privacy import addresses, birth_dates, mail_addresses, names, numbers
from shared.privacy.finding import Finding
from shared.privacy.names import NameLists
from shared.privacy.surroundings import pieces

# Of two findings in one place the first kind counts.
ORDER = ("bsn", "email", "phone", "birth_date", "address", "patient_number", "name")


def find(text: str, lists: NameLists, allowed: Iterable[str] = ()) -> list[Finding]:
    """What may tell who a patient is, in the order of the text and without overlaps.

    `allowed`: words that are nobody's name, as those of insurers and rules; a BSN is found all the same.
    """
    let_pass = allowing(frozenset(allowed))
    found: list[Finding] = []
    # Piece by piece: the time it takes grows with the length of a text and not faster.
    for begin, end in pieces(text):
        within = _find_in(text[begin:end], lists, let_pass)
        found += [replace(one, begin=one.begin + begin, end=one.end + begin) for one in within]
    return found


def _find_in(text: str, lists: NameLists, let_pass: re.Pattern[str]) -> list[Finding]:
    people = list(names.find(text, lists))
    found = [
        *numbers.find(text),
        *mail_addresses.find(text),
        *birth_dates.find(text, people),
        *addresses.find(text),
        *people,
    ]
    return sorted(_apart(one for one in found if one.certain or not let_pass.search(text, one.begin, one.end)))


def _apart(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (ORDER.index(one.kind), one.begin - one.end)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return kept


@lru_cache(maxsize=32)
def allowing(words: frozenset[str]) -> re.Pattern[str]:
    """Finds any of these words as words of their own; never finds anything when there are none."""
    each = "|".join(re.escape(word.strip()) for word in sorted(words, key=len, reverse=True) if word.strip())
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)" if each else r"(?!)", re.IGNORECASE)


def hide(text: str, found: Iterable[Finding]) -> str:
    """The text with each finding replaced by what says that something stood there."""
    for one in sorted(found, reverse=True):
        text = text[: one.begin] + one.kind.hidden + text[one.end :]
    return text

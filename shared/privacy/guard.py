"""Looks through a text for what may tell who a patient is."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from shared.privacy import addresses, birth_dates, mail_addresses, names, numbers
from shared.privacy.finding import Finding, Kind
from shared.privacy.names import NameLists
from shared.privacy.surroundings import pieces

# Of two findings in one place the first kind counts.
ORDER = ("bsn", "email", "phone", "birth_date", "address", "patient_number", "name")


def find(text: str, lists: NameLists, allowed: Iterable[str] = ()) -> list[Finding]:
    """What may tell who a patient is, in the order of the text and without overlaps.

    `allowed`: names that are no patient's, as those of insurers and rules; nothing but a name is let pass by them.
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
    allowed = [each.span() for each in let_pass.finditer(text)]
    return sorted(_apart(one for one in found if not _is_let_pass(text, one, allowed)))


def _is_let_pass(text: str, one: Finding, allowed: list[tuple[int, int]]) -> bool:
    """Whether nothing of a name is left beside the allowed ones in it: of `Jan Salland` the first name is."""
    within = [span for span in allowed if span[0] < one.end and one.begin < span[1]]
    if one.kind is not Kind.NAME or not within:
        return False
    left = (text[at] for at in range(one.begin, one.end) if not any(begin <= at < end for begin, end in within))
    return not any(character.isupper() for character in left)


def _apart(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (ORDER.index(one.kind), one.begin - one.end)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return kept


@lru_cache(maxsize=32)
def allowing(words: frozenset[str]) -> re.Pattern[str]:
    """Finds any of these names as words of their own; never finds anything when there are none.

    What is written in capitals only is known in capitals only: IZA is an insurer, Iza may be a girl.
    """
    names = sorted((word.strip() for word in words if word.strip()), key=len, reverse=True)
    each = "|".join(re.escape(name) if name.isupper() else f"(?i:{re.escape(name)})" for name in names)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)" if each else r"(?!)")


def hide(text: str, found: Iterable[Finding]) -> str:
    """The text with each finding replaced by what says that something stood there."""
    for one in sorted(found, reverse=True):
        text = text[: one.begin] + one.kind.hidden + text[one.end :]
    return text

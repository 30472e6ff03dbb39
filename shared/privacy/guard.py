"""Looks through a text for what may tell who a patient is."""

from collections.abc import Iterable

from shared.privacy import addresses, birth_dates, mail_addresses, names, numbers
from shared.privacy.finding import Finding
from shared.privacy.names import NameLists

# Of two findings in one place the first kind counts.
ORDER = ("bsn", "email", "phone", "birth_date", "address", "patient_number", "name")


def find(text: str, lists: NameLists, allowed: Iterable[str] = ()) -> list[Finding]:
    """What may tell who a patient is, in the order of the text and without overlaps.

    `allowed`: words that are nobody's name, as those of insurers and rules; a BSN is found all the same.
    """
    people = list(names.find(text, lists))
    found = [
        *numbers.find(text),
        *mail_addresses.find(text),
        *birth_dates.find(text, people),
        *addresses.find(text),
        *people,
    ]
    return sorted(_apart(one for one in found if one.certain or not _is_allowed(text, one, allowed)))


def _apart(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (ORDER.index(one.kind), one.begin - one.end)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return kept


def _is_allowed(text: str, one: Finding, allowed: Iterable[str]) -> bool:
    words = text[one.begin : one.end].casefold()
    return any(word.casefold() in words for word in allowed)


def hide(text: str, found: Iterable[Finding]) -> str:
    """The text with each finding replaced by what says that something stood there."""
    for one in sorted(found, reverse=True):
        text = text[: one.begin] + one.kind.hidden + text[one.end :]
    return text

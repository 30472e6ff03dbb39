"""One text against lists and allowed words, as every place that stores free text asks for it."""

from collections.abc import Iterable

from shared.privacy import guard
from shared.privacy.finding import Finding
from shared.privacy.ready import NAMES

# After hiding, what stood beside it may look different; more rounds than this were never needed.
ROUNDS = 4


def find(text: str, allowed: Iterable[str]) -> list[Finding]:
    """What may tell who a patient is. `allowed`: the names that are no patient's, as they are known now. Takes up to a
    second of CPU for a text made to be slow: call it in a thread.
    """
    return guard.find(text, NAMES, allowed)


def screened(text: str, allowed: Iterable[str]) -> tuple[str, list[Finding]]:
    """The text with everything hidden that was found, and what that was."""
    hidden: list[Finding] = []
    for _ in range(ROUNDS):
        found = find(text, allowed)
        if not found:
            break
        text, hidden = guard.hide(text, found), hidden + found
    return text, hidden

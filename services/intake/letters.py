"""The rules of mailed links and codes: no input or output."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

import shared.letters
from services.intake.tables import Letter
from shared.letters import Found, LetterKind

VALID: Mapping[LetterKind, timedelta] = {
    LetterKind.RESUME: timedelta(days=14),  # as long as a draft lives
    LetterKind.SIGN_IN: timedelta(minutes=30),
    LetterKind.WITHDRAW: timedelta(minutes=30),
    LetterKind.NEW_ADDRESS: timedelta(minutes=30),
    LetterKind.ADDRESS_CHANGED: timedelta(days=3),  # as long as a mail is tried
}
HOUR = timedelta(hours=1)
MOST_TRIES = 5


def typed_code(given: str) -> str:
    """A code as it was meant: people paste spaces and dashes along."""
    return re.sub(r"\D", "", given)


def state_of(letter: Letter | None, now: datetime) -> Found:
    """What a letter is worth at this moment; a code that was mistyped too often is worth nothing."""
    found = shared.letters.state_of(letter, now)
    return Found.TRIED if letter and found is Found.LIVE and letter.tries >= MOST_TRIES else found

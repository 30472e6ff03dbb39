"""The rules of mailed links and codes: no input or output."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.intake.tables import Letter
from shared.letters import CODES, LetterKind

VALID: Mapping[LetterKind, timedelta] = {
    LetterKind.RESUME: timedelta(days=14),  # as long as a draft lives
    LetterKind.SIGN_IN: timedelta(minutes=30),
    LetterKind.WITHDRAW: timedelta(minutes=30),
    LetterKind.NEW_ADDRESS: timedelta(minutes=30),
    LetterKind.ADDRESS_CHANGED: timedelta(days=3),  # as long as a mail is tried
}
# Who presses twice gets one mail.
SAME_AGAIN = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MOST_TRIES = 5


class Found(StrEnum):
    """What a link or code turned out to be."""

    LIVE = "live"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    WRONG = "wrong"  # a code that is not the one we mailed
    TRIED = "tried"  # wrong codes were typed too often; a new one has to be asked


def fingerprint(kind: LetterKind, about_id: UUID, secret: str, key: str) -> bytes:
    """What is kept of a secret. A code is short: it counts only for what it was asked for."""
    spoken = f"{kind.value} {about_id} {secret}" if kind in CODES else f"{kind.value} {secret}"
    return hmac.digest(key.encode(), f"fingerprint {spoken}".encode(), "sha256")


def typed_code(given: str) -> str:
    """A code as it was meant: people paste spaces and dashes along."""
    return re.sub(r"\D", "", given)


def state_of(letter: Letter | None, now: datetime) -> Found:
    """What a letter is worth at this moment."""
    if letter is None or letter.void_at:
        return Found.UNKNOWN
    if letter.used_at:
        return Found.USED
    if letter.valid_until <= now:
        return Found.EXPIRED
    return Found.TRIED if letter.tries >= MOST_TRIES else Found.LIVE

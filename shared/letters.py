"""The secret of a mailed letter: a link or a code that works once.

Who asks for the letter and who mails it both make it from a random seed and the server's key. So it stands in no fact,
no table and no log; a fingerprint is enough to recognise it.
"""

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.contracts.vocabulary import Choice

SEED_BYTES = 16  # 128 bits: cannot be guessed (OWASP ASVS 6.5.2)
CODE_DIGITS = 6


class LetterKind(Choice):
    """What a letter is for."""

    RESUME = "resume", "Verder met een concept"
    SIGN_IN = "sign_in", "Mijn meldingen"
    WITHDRAW = "withdraw", "Melding intrekken"
    NEW_ADDRESS = "new_address", "Nieuw mailadres"
    ADDRESS_CHANGED = "address_changed", "Mailadres gewijzigd"
    INVITATION = "invitation", "Uitnodiging voor het team"
    NEW_PASSWORD = "new_password", "Nieuw wachtwoord"


# These are typed over, the others are links.
CODES = frozenset({LetterKind.WITHDRAW, LetterKind.NEW_ADDRESS})
# These only tell something: they hold neither.
TELLING = frozenset({LetterKind.ADDRESS_CHANGED})
# Who presses twice gets one mail.
SAME_AGAIN = timedelta(minutes=1)


class Found(StrEnum):
    """What a link or code turned out to be."""

    LIVE = "live"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    WRONG = "wrong"  # a code that is not the one we mailed
    TRIED = "tried"  # wrong codes were typed too often; a new one has to be asked


class Kept(Protocol):
    """What who asked for a letter remembers of it."""

    @property
    def valid_until(self) -> datetime:
        """From then on it opens nothing."""

    @property
    def used_at(self) -> datetime | None:
        """When somebody used it."""

    @property
    def void_at(self) -> datetime | None:
        """When it stopped to count, because another came in its place."""


def new_seed() -> str:
    """128 random bits, as text."""
    return secrets.token_urlsafe(SEED_BYTES)


def secret_of(kind: LetterKind, seed: str, key: str) -> str:
    """What the letter holds: the token of a link, or a code of six digits. `key` is the server's."""
    digest = _digest(f"letter {kind.value} {seed}", key)
    if kind in CODES:
        return f"{int.from_bytes(digest) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"
    return _as_token(digest)


def fingerprint(kind: LetterKind, about_id: UUID, secret: str, key: str) -> bytes:
    """What is kept of a secret. A code is short: it counts only for what it was asked for."""
    spoken = f"{kind.value} {about_id} {secret}" if kind in CODES else f"{kind.value} {secret}"
    return _digest(f"fingerprint {spoken}", key)


def invitation_token(seed: str, key: str) -> str:
    """The token of the link with which somebody says whether they come to a round table."""
    return _as_token(_digest(f"invitation {seed}", key))


def invitation_mark(token: str, key: str) -> bytes:
    """What is kept of that token."""
    return _digest(f"fingerprint invitation {token}", key)


def _digest(words: str, key: str) -> bytes:
    return hmac.digest(key.encode(), words.encode(), "sha256")


def _as_token(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest[:SEED_BYTES]).rstrip(b"=").decode()


def state_of(letter: Kept | None, now: datetime) -> Found:
    """What a letter is worth at this moment."""
    if letter is None or letter.void_at:
        return Found.UNKNOWN
    if letter.used_at:
        return Found.USED
    return Found.EXPIRED if letter.valid_until <= now else Found.LIVE

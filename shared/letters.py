"""The secret of a mailed letter: a link or a code that works once.

Who asks for the letter and who mails it both make it from a random seed and the server's key. So it stands in no fact,
no table and no log; a fingerprint is enough to recognise it.
"""

import base64
import hmac
import secrets

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


# These are typed over, the others are links.
CODES = frozenset({LetterKind.WITHDRAW, LetterKind.NEW_ADDRESS})
# These only tell something: they hold neither.
TELLING = frozenset({LetterKind.ADDRESS_CHANGED})


def new_seed() -> str:
    """128 random bits, as text."""
    return secrets.token_urlsafe(SEED_BYTES)


def secret_of(kind: LetterKind, seed: str, key: str) -> str:
    """What the letter holds: the token of a link, or a code of six digits. `key` is the server's."""
    digest = hmac.digest(key.encode(), f"letter {kind.value} {seed}".encode(), "sha256")
    if kind in CODES:
        return f"{int.from_bytes(digest) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"
    return base64.urlsafe_b64encode(digest[:SEED_BYTES]).rstrip(b"=").decode()

"""The rules of reporting: no input or output."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from shared.contracts.vocabulary import Frequency

# The public statuses after which nothing more is expected.
FINAL = frozenset({"Opgelost", "Gesloten", "Er is al een afspraak"})

LINK_BYTES = 16  # 128 bits: cannot be guessed (OWASP ASVS 6.5.2)

# How often it happens in one practice in a month: 21 working days, 4.33 weeks.
TIMES_PER_MONTH: dict[Frequency, float] = {
    Frequency.DAILY: 21,
    Frequency.FEW_PER_WEEK: 13,
    Frequency.FEW_PER_MONTH: 3,
    Frequency.FEW_PER_YEAR: 0.25,
    Frequency.ONCE: 0,
}


def reference(year: int, number: int) -> str:
    """`RW-26-0418`: the number people use on the phone. `year` in four digits."""
    return f"RW-{year % 100:02d}-{number:04d}"


def new_link_seed() -> bytes:
    """128 random bits behind the link to one status page."""
    return secrets.token_bytes(LINK_BYTES)


def link_token(seed: bytes, key: str) -> str:
    """The secret in the link to a status page. Reading the tables is not enough to make it."""
    digest = hmac.digest(key.encode(), b"status page" + seed, "sha256")
    return base64.urlsafe_b64encode(digest[:LINK_BYTES]).rstrip(b"=").decode()


def link_hash(token: str) -> bytes:
    """What is stored of a link: enough to recognise it, useless to whoever reads the table."""
    return hashlib.sha256(token.encode()).digest()


def practice_id(name: str, agb_code: str | None) -> UUID:
    """A pseudonym that is the same each time the same practice reports: by AGB code, else by its name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    key = agb_code or re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return uuid5(NAMESPACE_URL, f"regelwijzer:practice:{key}")


def minutes_per_month(frequency: Frequency, minutes: int) -> float:
    """What it costs one practice in a month, by its own estimate."""
    return TIMES_PER_MONTH[frequency] * minutes


def masked_email(email: str) -> str:
    """`j…@praktijk.nl`: enough for the owner to see a typing mistake in the domain."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def reference_year(submitted_at: datetime) -> int:
    """The year whose numbering a report gets; UTC, so that no two processes can disagree."""
    return submitted_at.year

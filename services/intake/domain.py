"""The rules of reporting: no input or output."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from shared import clock
from shared.contracts.vocabulary import CheckAnswer

ASSESSING = "Wij beoordelen"
# The public statuses in which the team did not decide yet.
UNDECIDED = frozenset({"Binnen", ASSESSING})
# The public statuses after which we ask whether it is really solved, and those after which nothing more is expected.
SOLVED = frozenset({"Opgelost", "Er is al een afspraak"})
FINAL = SOLVED | {"Gesloten"}

# Who answered this lately is not asked the same again.
ANSWERED_LATELY = timedelta(days=7)

# Crockford's letters: none that look like another one.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

LINK_BYTES = 16  # 128 bits: cannot be guessed (OWASP ASVS 6.5.2)


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


def return_code(seed: bytes, key: str) -> str:
    """`K7QF-3MXP`: what opens a report together with its number, for who gave no address. 40 bits, few tries."""
    digest = hmac.digest(key.encode(), b"return code" + seed, "sha256")
    number = int.from_bytes(digest[:5])
    letters = "".join(CODE_LETTERS[number >> shift & 31] for shift in range(35, -5, -5))
    return f"{letters[:4]}-{letters[4:]}"


def typed_return_code(given: str) -> str:
    """A code as it was meant: people read O for 0 and I for 1, and leave out the dash."""
    plain = re.sub(r"[^0-9A-Z]", "", given.upper()).translate(str.maketrans("OIL", "011"))
    return f"{plain[:4]}-{plain[4:]}"


def typed_reference(given: str) -> str:
    """A number as it was meant: `rw 26 418` is `RW-26-0418`; what cannot be one stays as it is."""
    found = re.fullmatch(r"\W*(?:RW)?\W*(\d{2})\W*(\d{1,6})\W*", given.upper())
    return f"RW-{found[1]}-{found[2]:0>4}" if found else given.strip().upper()


def link_hash(token: str) -> bytes:
    """What is stored of a link: enough to recognise it, useless to whoever reads the table."""
    return hashlib.sha256(token.encode()).digest()


def practice_id(name: str, agb_code: str | None) -> UUID:
    """A pseudonym that is the same each time the same practice reports: by AGB code, else by its name."""
    return uuid5(NAMESPACE_URL, f"regelwijzer:practice:{agb_code or practice_key(name)}")


def practice_key(name: str) -> str:
    """A name of a practice as names are compared: without capitals, accents and signs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def masked_email(email: str) -> str:
    """`j…@praktijk.nl`: enough for the owner to see a typing mistake in the domain."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def reference_year(submitted_at: datetime) -> int:
    """The year whose numbering a report gets; UTC, so that no two processes can disagree."""
    return submitted_at.year


def answer_by(asked_at: datetime, working_days: int) -> date:
    """The day by which a reporter hears from the team."""
    return clock.working_days_after(clock.local_day(asked_at), working_days)


class Sign(StrEnum):
    """How another service shows that it took a report in."""

    CASE = "case"
    MAIL = "mail"


class Stage(StrEnum):
    """How far a report is, seen from its end."""

    RUNNING = "running"
    CLOSED = "closed"  # and may be opened again
    REQUESTED = "requested"  # the reporter asked for that; a person decides
    REFUSED = "refused"
    PAST = "past"  # closed for too long to be opened again


@dataclass(frozen=True)
class Told:
    """The newest notice that says how the report stands."""

    id: UUID
    status: str
    at: datetime


@dataclass(frozen=True)
class Request:
    """The last request to reopen; `granted` is empty until the team decided."""

    asked_at: datetime
    granted: bool | None = None
    decided_at: datetime | None = None


def stage(told: Told | None, request: Request | None, today: date, reopen_weeks: int) -> Stage:
    """Where a report stands. A notice told after a request or decision goes over it."""
    if request and _still_waits(request, told):
        return Stage.REQUESTED
    if told is None or told.status not in FINAL:
        return Stage.RUNNING
    if request and request.decided_at and told.at <= request.decided_at:
        return Stage.RUNNING if request.granted else Stage.REFUSED
    return Stage.CLOSED if today <= reopen_until(told.at, reopen_weeks) else Stage.PAST


def _still_waits(request: Request, told: Told | None) -> bool:
    # We also tell that we received the request, and when it takes longer.
    return request.granted is None and (told is None or told.at <= request.asked_at or told.status in UNDECIDED)


def reopen_until(closed_at: datetime, weeks: int) -> date:
    """The last day in Amsterdam on which a closed report can be opened again."""
    return clock.local_day(closed_at) + timedelta(weeks=weeks)


def check_due(closed_at: datetime, weeks: int) -> datetime:
    """When to ask whether it is really solved: in the morning, so many weeks later or the next working day."""
    return clock.next_morning_of(clock.local_day(closed_at) + timedelta(weeks=weeks))


def asks_again(answer: CheckAnswer | None, answered_at: datetime | None, now: datetime) -> bool:
    """Whether a check makes sense after the last answer: not after a "no", and not days after any answer."""
    if answer is CheckAnswer.NO:
        return False
    return answered_at is None or now - answered_at >= ANSWERED_LATELY


# Seconds until the broker is cleared once more: a service that was away says what it still held when it is back.
CLEARING_PACES = (60, 600, 3600, 6 * 3600, 86_400, 7 * 86_400, 30 * 86_400)


def clearing_pause(rounds: int) -> timedelta | None:
    """How long after so many rounds and one more the broker is cleared again; None when that was the last."""
    return timedelta(seconds=CLEARING_PACES[rounds]) if rounds < len(CLEARING_PACES) else None

"""The rules of signing in: passwords, waiting after wrong ones, and how long a session lasts."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from shared import clock
from shared.contracts.mornings import BEGINS_AT
from shared.contracts.vocabulary import Choice, Role
from shared.letters import LetterKind
from shared.staff.permissions import ROLE_PERMISSIONS, Permission

SESSION_LENGTH = timedelta(hours=12)
# Between the password and the code; long enough to put an app on a telephone.
BETWEEN_STEPS = timedelta(minutes=20)
# Who may do one of these signs in with a code besides the password.
CLOSE_TO_PEOPLE = frozenset({Permission.SEE_REPORTER, Permission.ADMINISTER})

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)
FAILURES_PER_ADDRESS = 10
ADDRESS_WINDOW = timedelta(minutes=15)
FAILURES_REMEMBERED = timedelta(hours=24)

# Who is away longer than this is paused.
LONGEST_AWAY = timedelta(days=366)

DEMO_DOMAIN = "@demo.regelwijzer.nl"


class AuditAction(StrEnum):
    """What the audit trail remembers."""

    MEMBER_ADDED = "member_added"
    ROLE_CHANGED = "role_changed"
    MEMBER_INVITED = "member_invited"
    INVITATION_SENT_AGAIN = "invitation_sent_again"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    MEMBER_JOINED = "member_joined"
    MEMBER_PAUSED = "member_paused"
    MEMBER_RESUMED = "member_resumed"
    MEMBER_ENDED = "member_ended"
    MEMBER_AWAY = "member_away"
    MEMBER_BACK = "member_back"
    MEMBER_DEACTIVATED = "member_deactivated"  # before there was pausing and ending
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (what was done)
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    CODE_REFUSED = "code_refused"
    APP_SET_UP = "app_set_up"
    APP_TAKEN_AWAY = "app_taken_away"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    NAME_ALLOWED = "name_allowed"
    NAME_TAKEN_OFF = "name_taken_off"
    TERM_SET = "term_set"
    PERSONAL_DATA_SEEN = "personal_data_seen"


class AuditKind(Choice):
    """What somebody looks for in the log."""

    PEOPLE = "people", "Mensen en rollen"
    SIGNING_IN = "signing_in", "Inloggen"
    PERSONAL_DATA = "personal_data", "Gegevens bekeken"
    NAMES = "names", "Namen die geen patiënt zijn"
    TERMS = "terms", "Termijnen"


ABOUT_NAMES = (AuditAction.NAME_ALLOWED, AuditAction.NAME_TAKEN_OFF)
OF_KIND: Mapping[AuditKind, Sequence[AuditAction]] = {
    AuditKind.PEOPLE: (
        AuditAction.MEMBER_ADDED,
        AuditAction.MEMBER_INVITED,
        AuditAction.INVITATION_SENT_AGAIN,
        AuditAction.INVITATION_WITHDRAWN,
        AuditAction.MEMBER_JOINED,
        AuditAction.MEMBER_PAUSED,
        AuditAction.MEMBER_RESUMED,
        AuditAction.MEMBER_ENDED,
        AuditAction.MEMBER_AWAY,
        AuditAction.MEMBER_BACK,
        AuditAction.MEMBER_DEACTIVATED,
        AuditAction.ROLE_CHANGED,
        AuditAction.APP_TAKEN_AWAY,
    ),
    AuditKind.SIGNING_IN: (
        AuditAction.SIGNED_IN,
        AuditAction.SIGNED_OUT,
        AuditAction.SIGN_IN_REFUSED,
        AuditAction.CODE_REFUSED,
        AuditAction.APP_SET_UP,
        AuditAction.RECOVERY_CODES_MADE,
        AuditAction.PASSWORD_CHANGED,
    ),
    AuditKind.PERSONAL_DATA: (AuditAction.PERSONAL_DATA_SEEN,),
    AuditKind.NAMES: ABOUT_NAMES,
    AuditKind.TERMS: (AuditAction.TERM_SET,),
}
# The same in every installation, so that the same name has the same id everywhere.
NAMES = UUID("6a0f9c1e-27d4-5f0b-9a55-0d5f3b7c8e21")
LISTS = UUID("0b6f4f4e-51c6-5c53-8c0e-8a2f8f1f6d37")


class MemberState(Choice):
    """Where somebody of the team stands."""

    INVITED = "invited", "Uitgenodigd"
    ACTIVE = "active", "Actief"
    PAUSED = "paused", "Gepauzeerd"
    ENDED = "ended", "Gestopt"


# How long a mailed link works.
VALID: Mapping[LetterKind, timedelta] = {
    LetterKind.INVITATION: timedelta(days=7),
    LetterKind.NEW_PASSWORD: timedelta(hours=1),
}
LINKS_PER_HOUR = 5
# An old invitation says that it is over, and not that nobody knows it.
LINKS_KEPT = timedelta(days=30)


class WeakPassword(ValueError):
    """A new password that is too easy to guess; the message is a sentence for whoever chose it."""


class EmailTaken(Exception):
    """Another member has this e-mail address."""


class UnknownMember(LookupError):
    """There is no such member."""


class LastLead(Exception):
    """Without this member the team would have no lead any more."""


class NotAhead(Exception):
    """Nobody is away until a day that has come already, or longer than `LONGEST_AWAY`."""


class NoStandIn(Exception):
    """Who stands in is on the team, somebody else, and here."""


class OwnAccount(Exception):
    """Nobody changes their own role, or takes themselves off the team."""


class ChangedMeanwhile(Exception):
    """Somebody else changed this member while it was looked at, or it is not possible any more."""


@dataclass(frozen=True)
class SignedIn:
    """The right password; `token` is what the browser has to show from now on."""

    token: str


@dataclass(frozen=True)
class WrongCredentials:
    """No active member has this e-mail address and this password. Which of these is wrong is not told."""


@dataclass(frozen=True)
class NotKnown:
    """Somebody with an account at the organisation who is not on the team, or whose address is not sure."""


@dataclass(frozen=True)
class Throttled:
    """Too many wrong passwords; the next one is looked at after this wait."""

    wait: timedelta


@dataclass(frozen=True)
class CodeNeeded:
    """The right password, for somebody who signs in with a code too; the browser shows `secret` with that."""

    secret: str


@dataclass(frozen=True)
class WrongCode:
    """Not a code of this moment, or one that was used before; `of_new_app`: of the one that is being set up."""

    of_new_app: bool = False


@dataclass(frozen=True)
class TooLate:
    """The second step came too long after the first, or was done already."""


SignIn = SignedIn | CodeNeeded | WrongCredentials | Throttled
SecondStep = SignedIn | WrongCode | Throttled | TooLate


def normal_password(typed: str) -> str:
    """The password as it is hashed: the same whichever keyboard or system typed it."""
    return unicodedata.normalize("NFKC", typed).strip()


def check_new_password(typed: str) -> None:
    """Raises WeakPassword when nobody should use this password."""
    password = normal_password(typed)
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(f"Kies een wachtwoord van minstens {SHORTEST_PASSWORD} tekens")
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(f"Kies een wachtwoord van hoogstens {LONGEST_PASSWORD} tekens")
    if len(set(password)) == 1:
        raise WeakPassword("Kies een wachtwoord met meer dan één soort teken")
    # Forms drop control characters: with such a password nobody could sign in.
    if not password.isprintable():
        raise WeakPassword("Kies een wachtwoord zonder onzichtbare tekens")


def email_fingerprint(typed: str) -> bytes:
    """What is kept of the address in a failed sign-in: people type passwords into the wrong field."""
    return hashlib.sha256(typed.strip().lower().encode()).digest()


def pause_after(failures: int) -> timedelta:
    """How long an account waits for an address that failed so often: 1 s after the fifth, then doubling."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    # The exponent is capped: timedelta cannot hold the powers a patient attacker reaches.
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_WAIT)


def next_try_at(account_failures: Sequence[datetime], address_failures: Sequence[datetime]) -> datetime | None:
    """When the next password is looked at; None when at once. Both lists are of one address, newest first.

    Counting an account's failures per address keeps strangers from locking its owner out.
    """
    moments = [failed_at + pause_after(len(account_failures)) for failed_at in account_failures[:1]]
    if len(address_failures) >= FAILURES_PER_ADDRESS:
        moments.append(address_failures[FAILURES_PER_ADDRESS - 1] + ADDRESS_WINDOW)
    return max(moments, default=None)


def code_wait(failures: int, failed_at: datetime | None, now: datetime) -> timedelta:
    """How long an account waits for its next code. Only who knows the password gets here, so it counts everywhere."""
    # After the clock was put back a failure may lie ahead; nobody waits longer for that.
    return min(failed_at, now) + pause_after(failures) - now if failed_at else timedelta(0)


def needs_code(role: Role, email: str) -> bool:
    """Whether this role signs in with a code too. Not in the demo, where everybody knows the password."""
    return bool(ROLE_PERMISSIONS[role] & CLOSE_TO_PEOPLE) and not is_demo_address(email)


def is_demo_address(email: str) -> bool:
    """Whether this is an account of the demo."""
    return email.strip().casefold().endswith(DEMO_DOMAIN)


def name_id(name: str) -> UUID:
    """The id of a name on the list of names that are no patient's, however it is written in capitals."""
    return uuid5(NAMES, name.casefold())


def called(name: str, abbreviation: str | None) -> list[str]:
    """What people call an organisation: its name, what stands before a comma or bracket in it, its abbreviation."""
    short = re.split(r" ?[,(]", name)[0].strip()
    return list(dict.fromkeys(each for each in (name, short, abbreviation) if each))


def list_of(member_id: UUID, day: date) -> UUID:
    """Which list a member is mailed on a day: always the same one."""
    return uuid5(LISTS, f"{member_id} {day.isoformat()}")


def begins_at(day: date) -> datetime:
    """When a day begins for who is mailed what waits for them."""
    return clock.moment_of(day, BEGINS_AT)

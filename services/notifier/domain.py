"""The rules of telling: the reporter's words for how a report stands, and the life of a mail. No input or output."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.contracts.vocabulary import MailState


class PublicStatus(StrEnum):
    """How a report stands, in the reporter's words (design/ux.md §4.4)."""

    RECEIVED = "Binnen"
    ASSESSING = "Wij beoordelen"
    QUESTION = "Vraag aan jou"
    RESEARCHING = "In onderzoek"
    ELSEWHERE = "Bij een andere organisatie"
    HANDED_OVER = "Landelijk doorgegeven"
    AGREEMENT = "Er is al een afspraak"
    SOLVED = "Opgelost"
    CLOSED = "Gesloten"


# How a report stands as long as nobody decided about it: an answer to a question is of use then.
UNDECIDED = frozenset({PublicStatus.RECEIVED, PublicStatus.ASSESSING, PublicStatus.QUESTION})


class Purpose(StrEnum):
    """What a mail is for. It decides what happens when nobody knows whether it arrived."""

    NOTICE = "notice"  # a courtesy to a reporter, who finds the same on the status page
    PACKAGE = "package"  # a file for an outside body: it has to arrive
    REMINDER = "reminder"  # that file once more: a courtesy too, for the body has it
    INVITATION = "invitation"  # to a round table: the team sees how it fared and asks again
    MORNING = "morning"  # what waits for a member today: tomorrow there is another
    LETTER = "letter"  # a link or code that works once: who did not get it asks for another


WAITING = (MailState.PENDING, MailState.RETRYING)
ENDS = frozenset({MailState.SENT, MailState.FAILED, MailState.UNKNOWN, MailState.WITHHELD})
MOVES: Mapping[MailState, frozenset[MailState]] = {
    MailState.PENDING: frozenset({MailState.SENDING, MailState.FAILED, MailState.WITHHELD}),
    MailState.RETRYING: frozenset({MailState.SENDING, MailState.FAILED, MailState.WITHHELD}),
    MailState.SENDING: frozenset({MailState.SENT, MailState.RETRYING, MailState.FAILED, MailState.UNKNOWN}),
    **dict.fromkeys(ENDS, frozenset[MailState]()),
}

# Minutes after the 1st, 2nd, … try; hourly after that, until three days are over (reliability-anchors §4.5).
PACES = (1, 5, 15, 60)
HOUR = 60
MAX_TRIES = 1 + len(PACES) + 70
SPREAD = 0.1
RELAY_LIMIT_SECONDS = 30

# By then a person has to know that a file for an outside body is not there.
LATE_AFTER = timedelta(minutes=30)
# After this long nobody gives us an address any more: contact data lives seven days at the broker.
NO_ADDRESS_AFTER = timedelta(days=7)


def hold_name(mail_id: UUID, taken_at: datetime) -> str:
    """What a living process holds while it sends this mail; each time it is taken out something else."""
    return f"mail {mail_id} {taken_at.timestamp():.6f}"


class MoveRefused(Exception):
    """A mail cannot go from where it is to where somebody wants it."""


def check_move(state: MailState, to: MailState) -> None:
    """Raises MoveRefused when a mail may not go there."""
    if to not in MOVES[state]:
        raise MoveRefused(f"from {state.value} to {to.value}")


def pause_after(tries: int, chance: float) -> timedelta | None:
    """How long to wait after so many tries, or None when it is time to give up.

    `chance` between 0 and 1 spreads the tries, so that mails do not all come back at one moment.
    """
    if tries >= MAX_TRIES:
        return None
    minutes = PACES[tries - 1] if tries <= len(PACES) else HOUR
    return timedelta(minutes=minutes * (1 - SPREAD + 2 * SPREAD * chance))


def relay_pause(waits: int) -> timedelta:
    """How long to wait when our own mail server has been away so many times in a row: 1, 2, 4 … 30 seconds."""
    return timedelta(seconds=min(RELAY_LIMIT_SECONDS, 2 ** min(waits - 1, 5)))


@dataclass(frozen=True)
class Cap:
    """How many confirmations one address gets at most; 0 is no limit."""

    per_hour: int = 0
    per_day: int = 0


NO_CAP = Cap()
# Anybody can have us confirm a report to an address that is not theirs; of what comes later the team decides.
CONFIRMATIONS = frozenset({"received", "received_joined", "received_doubted"})
DAY = timedelta(days=1)


def room_at(went: Sequence[datetime], cap: Cap, now: datetime) -> datetime:
    """When an address may get another confirmation: now, or later. `went` is when the last ones went, newest first."""
    limits = ((cap.per_hour, timedelta(hours=1)), (cap.per_day, DAY))
    return max([now, *(went[most - 1] + window for most, window in limits if 0 < most <= len(went))])


def alarm_about(purpose: Purpose, state: MailState, tries: int, waited: timedelta) -> str | None:
    """What a person must hear of a mail that was just tried; None when it takes its usual course.

    An address that a server refuses is usual: the reporter, or who invited, sees it on a page.
    """
    if state is MailState.FAILED and tries >= MAX_TRIES:
        return "mail_given_up"
    if purpose in (Purpose.NOTICE, Purpose.LETTER, Purpose.INVITATION, Purpose.MORNING):
        return None
    if state in (MailState.FAILED, MailState.UNKNOWN):
        return "package_not_delivered"
    return "package_is_late" if state is MailState.RETRYING and waited > LATE_AFTER else None

"""The rules of a handover: no input or output."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from shared import clock
from shared.contracts.mornings import MoveAfter
from shared.contracts.vocabulary import Choice, HandoverAnswer, MailState, NextActor


class HandoverState(Choice):
    """How a handover stands. How its mail fared stands beside it."""

    DRAFT = "draft", "Concept"
    SENT = "sent", "Verstuurd"
    RECEIVED = "received", "Ontvangen"
    ANSWERED = "answered", "Beantwoord"
    REFUSED = "refused", "Niet overgenomen"
    SILENT = "silent", "Geen antwoord"
    CLOSED = "closed", "Gesloten"


MOVES: Mapping[HandoverState, frozenset[HandoverState]] = {
    # A draft is closed only when its dossier is opened again or its reporter took the report back: else nobody would
    # know that it never went.
    HandoverState.DRAFT: frozenset({HandoverState.SENT, HandoverState.CLOSED}),
    HandoverState.SENT: frozenset(
        {HandoverState.RECEIVED, HandoverState.ANSWERED, HandoverState.REFUSED, HandoverState.SILENT}
    ),
    HandoverState.RECEIVED: frozenset({HandoverState.ANSWERED, HandoverState.REFUSED, HandoverState.SILENT}),
    # What comes late is welcome; the team was to move meanwhile, and stays so.
    HandoverState.SILENT: frozenset(
        {HandoverState.RECEIVED, HandoverState.ANSWERED, HandoverState.REFUSED, HandoverState.CLOSED}
    ),
    HandoverState.ANSWERED: frozenset({HandoverState.CLOSED}),
    HandoverState.REFUSED: frozenset({HandoverState.CLOSED}),
    HandoverState.CLOSED: frozenset(),
}
STATE_AFTER: Mapping[HandoverAnswer, HandoverState] = {
    HandoverAnswer.ACCEPTED: HandoverState.RECEIVED,
    HandoverAnswer.ANSWERED: HandoverState.ANSWERED,
    HandoverAnswer.REFUSED: HandoverState.REFUSED,
}
WAITING = frozenset({HandoverState.SENT, HandoverState.RECEIVED})
# What the team has to do with a handover that waits for it.
MOVES_AFTER: Mapping[HandoverState, MoveAfter] = {
    HandoverState.DRAFT: MoveAfter.TO_SEND,
    HandoverState.ANSWERED: MoveAfter.ANSWERED,
    HandoverState.REFUSED: MoveAfter.ANSWERED,
    HandoverState.SILENT: MoveAfter.SILENT,
}
NOT_ARRIVED = frozenset({MailState.FAILED, MailState.UNKNOWN, MailState.WITHHELD})


class MoveRefused(Exception):
    """The handover cannot go from where it is to where somebody wants it."""


class ChangedMeanwhile(Exception):
    """Somebody else saved the package after this form was opened."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


def move(state: HandoverState, to: HandoverState) -> HandoverState:
    """The new state. Raises MoveRefused."""
    if to not in MOVES[state]:
        raise MoveRefused(f"from {state.value} to {to.value}")
    return to


def answers_possible(state: HandoverState) -> list[HandoverAnswer]:
    """What a body can still say in this state."""
    return [answer for answer in HandoverAnswer if STATE_AFTER[answer] in MOVES[state]]


def next_actor(state: HandoverState) -> NextActor:
    """Whose turn it is."""
    if state in WAITING:
        return NextActor.PARTY
    return NextActor.TEAM if state in MOVES_AFTER else NextActor.NOBODY


def is_late(state: HandoverState, answer_by: date | None, today: date) -> bool:
    """Whether the body should have answered by now."""
    return state in WAITING and answer_by is not None and answer_by < today


def terms(asked_on: date, answer_by: date, reminder_days: int, today: date) -> tuple[datetime | None, datetime]:
    """When a body is reminded and when we stop waiting: by day, on a working day, and never in the past.

    There is no reminder when it would not come before the end.
    """
    tomorrow = today + timedelta(days=1)
    silent_at = clock.next_morning_of(max(answer_by + timedelta(days=1), tomorrow))
    remind_at = clock.next_morning_of(max(asked_on + timedelta(days=reminder_days), tomorrow))
    return (remind_at if remind_at < silent_at else None), silent_at


def weeks_between(day: date, today: date) -> int:
    """Whole weeks that went by."""
    return (today - day).days // 7


class Category(Choice):
    """The kinds of care that does not belong with a GP, as HIT names them."""

    REQUEST = "request", "Onterecht verzoek om verwijzing of verklaring"
    CALL = "call", "Oproep voor niet-passende zorg"
    OFFER = "offer", "Aanbod van niet-passende zorg"
    OTHER = "other", "Anders"


# What must be filled in before a package may go out, in the order of the form.
REQUIRED: Mapping[str, str] = {
    "title": "Waar het over gaat",
    "category": "Wat voor soort probleem het is",
    "asked_text": "Wat er letterlijk wordt gevraagd",
    "asked_by": "Wie dit vraagt",
    "recorded_text": "Waar het is vastgelegd, of dat het nergens staat",
    "tried": "Wat wij al probeerden",
    "wanted": "Welke verandering wij vragen",
    "contact_name": "De naam van de ontvanger",
    "contact_email": "Het e-mailadres van de ontvanger",
}


def missing(package: Mapping[str, object]) -> list[str]:
    """The fields that still have to be filled in."""
    return [field for field in REQUIRED if not package.get(field)]


# Who writes in the history besides people of the team.
SYSTEM = "RegelWijzer"
# Entries of the team that hold nobody's words, and the beginnings of ours that entries with words may keep.
_OURS = ("Paste de tekst aan.", "Verstuurde ")
_STARTS = ("Antwoord van", "Besloot melding", "Sloot dit af")


def kept_of_entry(who: str, text: str) -> str:
    """The start of an entry in the history that stays when the report behind the handover is erased."""
    if who == SYSTEM or text.startswith(_OURS):
        return text
    return next((start for start in _STARTS if text.startswith(start)), "")


def reference(year: int, number: int) -> str:
    """`H-26-001`. `year` in four digits."""
    return f"H-{year % 100:02d}-{number:03d}"

"""The rules of triage: states, allowed moves, terms. No input or output."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared import clock
from shared.contracts.likeness import KnownKind, Resembled
from shared.contracts.mornings import WaitsBecause
from shared.contracts.vocabulary import (
    CheckAnswer,
    Choice,
    HandoverAnswer,
    NextActor,
    ReturnReason,
    WithdrawReason,
)


class State(Choice):
    """How a case stands."""

    NEW = "new", "Te beoordelen"
    QUESTION_OPEN = "question_open", "Wacht op melder"
    LINKED = "linked", "Gekoppeld aan dossier"
    ANSWERED = "answered", "Beantwoord met een afspraak"
    ELSEWHERE = "elsewhere", "Bij een andere organisatie"
    HANDED_OVER = "handed_over", "Doorgezet"
    CLOSED = "closed", "Gesloten met reden"
    REOPEN_REQUESTED = "reopen_requested", "Vraagt om heropenen"
    WITHDRAWN = "withdrawn", "Gewist"


class Decision(Choice):
    """What a person decides about a case."""

    QUESTION = "question", "Stel een vraag aan de melder"
    LINK = "link", "Koppel aan een dossier"
    OPEN_DOSSIER = "open_dossier", "Open een nieuw dossier"
    AGREEMENT = "agreement", "Er is al een afspraak"
    ELSEWHERE = "elsewhere", "Een andere organisatie werkt eraan"
    HANDOVER = "handover", "Geef landelijk door"
    CLOSE = "close", "Sluit met reden"
    REOPEN = "reopen", "Open de melding weer"
    KEEP_CLOSED = "keep_closed", "Laat de melding gesloten"


class Event(StrEnum):
    """What happens to a case besides decisions."""

    ANSWER_GIVEN = "answer_given"
    HANDOVER_RETURNED = "handover_returned"
    QUESTION_EXPIRED = "question_expired"
    CHECK_DUE = "check_due"
    REOPENING_REQUESTED = "reopening_requested"
    DOSSIER_REOPENED = "dossier_reopened"
    JOINED_REOPENED = "joined_reopened"
    LINK_UNDONE = "link_undone"
    ERASED = "erased"
    WITHDRAWN = "withdrawn"


class MoveNotAllowed(Exception):
    """This cannot happen to a case in its state."""


# From each state: what may happen, and the state after it. Every open state allows every decision; a question that
# is still out may be overtaken by a decision. An answer that comes late finds the case back in the queue.
_DECISIONS: dict[Decision | Event, State] = {
    Decision.QUESTION: State.QUESTION_OPEN,
    Decision.LINK: State.LINKED,
    Decision.OPEN_DOSSIER: State.LINKED,
    Decision.AGREEMENT: State.ANSWERED,
    Decision.ELSEWHERE: State.ELSEWHERE,
    Decision.HANDOVER: State.HANDED_OVER,
    Decision.CLOSE: State.CLOSED,
}
# A closed report may be asked to be opened again; refused, the case is back where it was.
_REQUEST: dict[Decision | Event, State | None] = {Event.REOPENING_REQUESTED: State.REOPEN_REQUESTED}
BACK = None
# The reporter may take a report back as long as it is open to them; what was decided meanwhile does not hold them.
_TAKEN_BACK: dict[Decision | Event, State | None] = {Event.WITHDRAWN: State.WITHDRAWN}
# Who joined a report that is decided about anew waits for that decision with it.
_GOES_ALONG: dict[Decision | Event, State | None] = {Event.JOINED_REOPENED: State.NEW}
# Nothing more is decided about a report that was erased; one that has its end keeps that.
_ERASED: dict[Decision | Event, State | None] = {Event.ERASED: State.WITHDRAWN, **_TAKEN_BACK}
MOVES: dict[State, dict[Decision | Event, State | None]] = {
    State.NEW: {**_DECISIONS, **_ERASED, Event.ANSWER_GIVEN: State.NEW},
    State.QUESTION_OPEN: {**_DECISIONS, **_ERASED, Event.ANSWER_GIVEN: State.NEW, Event.QUESTION_EXPIRED: State.NEW},
    State.HANDED_OVER: {**_ERASED, Event.HANDOVER_RETURNED: State.NEW},
    State.LINKED: {**_REQUEST, **_TAKEN_BACK, Event.LINK_UNDONE: State.NEW},
    State.ANSWERED: {**_REQUEST, **_TAKEN_BACK, **_GOES_ALONG},
    State.ELSEWHERE: {**_ERASED, Event.CHECK_DUE: State.NEW},
    State.CLOSED: {**_REQUEST, **_TAKEN_BACK, **_GOES_ALONG},
    State.REOPEN_REQUESTED: {
        Decision.REOPEN: State.NEW,
        Decision.KEEP_CLOSED: BACK,
        Event.DOSSIER_REOPENED: BACK,
        Event.ERASED: BACK,
        **_TAKEN_BACK,
    },
    State.WITHDRAWN: {},
}
OPEN = (State.NEW, State.QUESTION_OPEN, State.REOPEN_REQUESTED)
WAITS_FOR_US = (State.NEW, State.REOPEN_REQUESTED)


def move(state: State, what: Decision | Event, before: State | None = None) -> State:
    """The state after something happened; `before` is where a case was that asks to be reopened.

    Raises MoveNotAllowed.
    """
    if what not in MOVES[state]:
        raise MoveNotAllowed(f"{what} in {state}")
    to = MOVES[state][what] or before
    if to is None:
        raise MoveNotAllowed(f"{what} leads back to nowhere")
    return to


def may(state: State, what: Decision | Event) -> bool:
    """Whether something may happen to a case in this state."""
    return what in MOVES[state]


NEXT_ACTOR: dict[State, NextActor] = {
    State.NEW: NextActor.TEAM,
    State.QUESTION_OPEN: NextActor.REPORTER,
    State.LINKED: NextActor.TEAM,
    State.ANSWERED: NextActor.REPORTER,
    State.ELSEWHERE: NextActor.PARTY,
    State.HANDED_OVER: NextActor.TEAM,
    State.CLOSED: NextActor.NOBODY,
    State.REOPEN_REQUESTED: NextActor.TEAM,
    State.WITHDRAWN: NextActor.NOBODY,
}


# States that end by themselves, and why the case is back in the queue then.
ENDS_BY_ITSELF: dict[State, tuple[Event, ReturnReason]] = {
    State.QUESTION_OPEN: (Event.QUESTION_EXPIRED, ReturnReason.NO_ANSWER),
    State.ELSEWHERE: (Event.CHECK_DUE, ReturnReason.CHECK_DUE),
}


def term_after(last_day: date) -> datetime:
    """When something happens by itself after a term: in the morning of the first working day after its last day."""
    return clock.next_morning_of(last_day + timedelta(days=1))


def reminder_of(asked_on: date, days: int, term_at: datetime) -> datetime | None:
    """When a reporter is reminded of a question, or None when that would not come before its term."""
    moment = clock.next_morning_of(asked_on + timedelta(days=days))
    return moment if moment < term_at else None


def comes_back(answer: HandoverAnswer) -> bool:
    """Whether the team must decide again after an outside body's answer; accepted, the body goes on."""
    return answer is not HandoverAnswer.ACCEPTED


def due_text(due_on: date, today: date) -> str:
    """The deadline as people say it: `2 dagen te laat`, `Vandaag`, `Nog 1 dag`."""
    days = (due_on - today).days
    if days == 0:
        return "Vandaag"
    count = "1 dag" if abs(days) == 1 else f"{abs(days)} dagen"
    return f"{count} te laat" if days < 0 else f"Nog {count}"


def withdrawn_text(reason: WithdrawReason) -> str:
    """How it stands in the history that the reporter took the report back."""
    return f"Melding ingetrokken. Reden: {reason.label}."


# What a case can be linked to, or answered with, and how much it must resemble that to be proposed (docs/likeness.md).
LINKED_TO = (KnownKind.DOSSIER, KnownKind.AGREEMENT)
ENOUGH_TO_LINK = 0.5


def to_link(found: Iterable[Resembled]) -> UUID | None:
    """What a case that resembles these things may have to be linked to."""
    linked_to = (one for one in found if one.kind in LINKED_TO and one.score >= ENOUGH_TO_LINK)
    most = max(linked_to, key=lambda one: one.score, default=None)
    return most.thing_id if most else None


# Who writes in the history besides people of the team and outside bodies.
REPORTER, SYSTEM = "Melder", "RegelWijzer"
# How what a reporter added stands there, and that a member read it.
ADDED, READ = "Aanvulling:", "Aanvulling gelezen."
# How it stands there who handles a case.
ASSIGNED = "Behandelaar:"
# How it stands there what a case is about.
THEME = "Thema:"
# The topic of what concerns somebody's personal data.
PRIVACY = "privacy"
# That somebody saw who reported, or opened a file: no words of anybody are in it.
LOOKED, OPENED_FILE = "Bekeek wie dit meldde.", "Opende een bijlage."
ERASED_FILE = "Wiste een bijlage."
# How it stands there what the team said to the reporter in its own words, and that it sent no mail.
SAID, NO_MAIL = "Bericht aan de melder:", "Geen mail gestuurd. Waarom:"
# That somebody hid a piece of the report: of what kind.
HID = "Verborg in de melding:"
# How it stands there that a report was split: at the part that came of it, and at the first.
SPLIT_FROM, SPLIT_OFF = "Afgesplitst van", "Splitste er een deel van af:"
# That something has to be done for a report, and what became of it.
TASK, TASK_CHANGED, TASK_GONE, TASK_BACK = "Taak toegevoegd:", "Taak veranderd:", "Taak weggehaald:", "Taak teruggezet:"
TASK_DONE, TASK_OPEN = "Taak klaar:", "Taak toch niet klaar:"
# Entries of the team that hold nobody's words, and the beginnings of ours that entries with words may keep.
_OURS = (READ, ASSIGNED, THEME, LOOKED, OPENED_FILE, ERASED_FILE, HID, SPLIT_FROM, SPLIT_OFF,
         "Beantwoord met ", "Door te geven aan ", "Gekoppeld aan ", "Gesloten:", "Koppeling aan ",
         "Melding weer", "Nieuw dossier ", "Samengevoegd", "Verstuurd naar ", "Weer los")  # fmt: skip
_STARTS = (
    ADDED,
    "Melding verstuurd.",
    "Gaf een e-mailadres.",
    *(withdrawn_text(reason) for reason in WithdrawReason),
    "Vraag gesteld",
    SAID,
    NO_MAIL,
    *(TASK, TASK_CHANGED, TASK_GONE, TASK_BACK, TASK_DONE, TASK_OPEN),
    "Reden",
    "Melding blijft gesloten",
    "Vraagt om de melding weer te openen.",
    *(f"Is het opgelost? {answer.label}." for answer in CheckAnswer),
    *(answer.label for answer in HandoverAnswer),
)


def kept_of_entry(who: str, text: str) -> str:
    """The start of an entry in the history that stays when the report is erased."""
    if who == SYSTEM or (who != REPORTER and text.startswith(_OURS)):
        return text
    return next((start for start in _STARTS if text.startswith(start)), "")


# How a dossier ended of which the reports went to another one.
MERGED = "merged"


def waits_because(due_on: date, today: date, *, reaction: bool, came_back: bool) -> WaitsBecause | None:
    """Why a case that waits for us has to be looked at today; None when it can wait."""
    if due_on <= today:
        return WaitsBecause.LATE if due_on < today else WaitsBecause.TODAY
    if reaction:
        return WaitsBecause.REACTION
    return WaitsBecause.CAME_BACK if came_back else None

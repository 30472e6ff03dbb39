"""A report was erased: its case loses its words, and nothing more is decided about it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import SYSTEM, Event, State
from services.triage.handlers import joining
from services.triage.repository import likeness, tasks, told
from services.triage.tables import Case
from shared import clock
from shared.contracts.intake import ReportErasedV1, ReportSubmittedV1
from shared.contracts.vocabulary import NextActor
from shared.contracts.words import GONE, WORDS
from shared.history import take_words_out, write_down
from shared.messaging import erasing
from shared.messaging.redacting import redact_messages


async def erase(session: AsyncSession, fact: ReportErasedV1, erased_at: datetime) -> None:
    """Empty what is kept of a report; its number, days, choices and decisions stay."""
    await erasing.remember(session, fact.report_id, erased_at)
    case = await repository.lock_case(session, fact.report_id)
    if case:
        _empty(case)
        end(case, Event.ERASED)
        await joining.let_go(session, case)
    await told.empty_notices(session, fact.report_id)
    await likeness.forget(session, fact.report_id)
    await tasks.forget(session, fact.report_id)
    await take_words_out(session, fact.report_id, domain.kept_of_entry)
    await write_down(session, fact.report_id, SYSTEM, f"Melding gewist. Reden: {fact.reason.label.lower()}.")
    await redact_messages(session, [fact.report_id])


async def withdraw(session: AsyncSession, report_id: UUID) -> None:
    """The report was erased before its case was opened: nobody needs to decide about it."""
    case = await repository.lock_case(session, report_id)
    if case:
        _empty(case)
        end(case, Event.ERASED)


def _empty(case: Case) -> None:
    emptied = {name: GONE for name in WORDS[ReportSubmittedV1] if case.report.get(name) is not None}
    # Of files only their ids were here; intake deletes them.
    case.report = {**case.report, **emptied, "attachments": []}
    case.title, case.words = GONE, case.reference.lower()
    case.reopening_reason = case.reopening_reason and GONE


def end(case: Case, event: Event) -> None:
    """Nothing more is decided about this case; one that has its end keeps that when it is erased."""
    state = State.parse(case.state)
    if not domain.may(state, event):
        return
    before = State.parse(case.state_before) if case.state_before else None
    case.state, case.state_before = domain.move(state, event, before).value, None
    case.question_id = case.came_back = case.answer_by = case.delayed_to = case.remind_at = case.term_at = None
    case.next_actor, case.next_actor_name = NextActor.NOBODY.value, None
    case.reaction, case.added_at, case.follows = False, None, False
    case.version += 1
    case.changed_at = clock.now()

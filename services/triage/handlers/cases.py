"""What happens to a case without a decision: it opens, it is answered, its dossier moves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import REPORTER, SPLIT_FROM, Event, State
from services.triage.handlers import joining, likeness, routing, splitting
from services.triage.handlers.erasing import withdraw
from services.triage.handlers.settling import bring_back
from services.triage.tables import Case
from shared import clock
from shared.contracts.intake import AnswerGivenV1, ReportSubmittedV1
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1, DossierReopenedV1
from shared.contracts.triage import CaseOpenedV1
from shared.contracts.vocabulary import NextActor, Outcome
from shared.history import write_down
from shared.messaging import outbox
from shared.messaging.erasing import is_erased
from shared.messaging.failures import TooEarly

REPORTED = {"story", "organisation", "frequency", "minutes", "performers", "patient_effects", "own_attempts"}
REPORTED |= {"own_attempt_result", "wish", "take_part", "reporter_role", "by_mail", "entered_by_name", "attachments"}
REPORTED |= {"hidden_pieces", "split_by", "split_because"}


async def open_case(session: AsyncSession, fact: ReportSubmittedV1) -> None:
    """Put a new report in the queue, with the deadline its reporter was promised."""
    row = {
        "report_id": fact.report_id,
        "reference": fact.reference,
        "state": State.NEW.value,
        "reaction": False,
        "version": 1 + await repository.parts_split_off(session, fact.report_id),
        "title": fact.title,
        "words": " ".join((fact.reference, fact.title, fact.story, fact.organisation or "")).lower(),
        "imposed_by": fact.imposed_by.value,
        "report": fact.model_dump(mode="json", include=REPORTED),
        "practice_id": fact.practice_id,
        "region": fact.region,
        "minutes_per_month": fact.minutes_per_month,
        "submitted_at": fact.submitted_at,
        "due_on": fact.answer_by,
        "term_at": domain.term_after(fact.answer_by),
        "next_actor": NextActor.TEAM.value,
        "changed_at": clock.now(),
        "joins_dossier_id": fact.joins_dossier,
        "joins_report_id": fact.joins_report,
        "follows": fact.joins_report is not None,
        "doubts_item_id": fact.doubts_item,
        "doubts_reason": fact.doubts_reason.value if fact.doubts_reason else None,
        "split_from_id": fact.split_from,
    }
    await repository.add_case(session, row)
    await write_down(session, fact.report_id, *_sent_by(fact), at=fact.submitted_at)
    await splitting.note_split(session, fact)
    await outbox.add(session, CaseOpenedV1(report_id=fact.report_id, reference=fact.reference, due_on=fact.answer_by))
    if await is_erased(session, fact.report_id):
        await withdraw(session, fact.report_id)
    else:
        await likeness.propose(session, fact.report_id)
        await joining.follow_what_it_joined(session, fact.report_id)
        # What it is about is known as soon as it is compared, unless it joined something.
        case = await known_case(session, fact.report_id)
        await routing.hand_out(session, case, theme_known=case.theme is not None)


def _sent_by(fact: ReportSubmittedV1) -> tuple[str, str]:
    if fact.split_by:
        return fact.split_by, f"{SPLIT_FROM} {fact.split_reference}."
    if fact.entered_by_name:
        return fact.entered_by_name, "Melding telefonisch aangenomen en ingevoerd."
    return REPORTER, "Melding verstuurd."


async def take_answer(session: AsyncSession, fact: AnswerGivenV1, answered_at: datetime) -> None:
    """The reporter answered, perhaps late: the team decides with it, unless it decided or asked anew meanwhile."""
    case = await known_case(session, fact.report_id)
    text = fact.text or "Ik weet het niet."
    await write_down(session, case.report_id, REPORTER, text, at=answered_at)
    if _is_asked(case, fact.question_id) and domain.may(State.parse(case.state), Event.ANSWER_GIVEN):
        bring_back(case, Event.ANSWER_GIVEN, None)
        case.question_id = None


def _is_asked(case: Case, question_id: UUID) -> bool:
    # The first version did not keep which question is out.
    return case.question_id == question_id or (case.question_id is None and case.state == State.QUESTION_OPEN)


async def known_case(session: AsyncSession, report_id: UUID) -> Case:
    """The case on a report, locked. Raises TooEarly when the report itself was not heard yet."""
    case = await repository.lock_case(session, report_id)
    if case is None:
        raise TooEarly(report_id)
    return case


async def dossier_opened(session: AsyncSession, fact: DossierOpenedV1, at: datetime) -> None:
    """A dossier has its number now."""
    row = {"id": fact.dossier_id, "reference": fact.reference, "title": fact.title, "outcome": None, "changed_at": at}
    await repository.put_dossier(session, row)


async def dossier_concluded(session: AsyncSession, fact: DossierConcludedV1, at: datetime) -> None:
    """A dossier has its outcome: for its cases nobody, or the body it was handed to, is to move, until it reopens."""
    row = {"id": fact.dossier_id, "reference": fact.reference, "title": fact.title, "changed_at": at}
    actor = NextActor.PARTY if fact.outcome is Outcome.HANDED_OVER else NextActor.NOBODY
    if await repository.put_dossier(session, row | {"outcome": fact.outcome.value}):
        await repository.set_next_actor(session, fact.dossier_id, actor.value)


async def dossier_reopened(session: AsyncSession, fact: DossierReopenedV1, at: datetime) -> None:
    """The team works on the dossier again, unless it concluded it since."""
    row = {"id": fact.dossier_id, "reference": fact.reference, "title": fact.title, "outcome": None, "changed_at": at}
    if await repository.put_dossier(session, row):
        await repository.set_next_actor(session, fact.dossier_id, NextActor.TEAM.value)

"""What happens to a case without a decision: it opens, it is answered, it comes back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import REPORTER, SYSTEM, Event, State
from services.triage.handlers import joining
from services.triage.handlers.erasing import withdraw
from services.triage.settings import TriageSettings
from services.triage.tables import Case
from shared import clock
from shared.contracts.escalation import (
    HandoverAnsweredV1,
    HandoverFact,
    HandoverRemindedV1,
    HandoverSentV1,
    HandoverWentSilentV1,
)
from shared.contracts.intake import AnswerGivenV1, ReportSubmittedV1
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1, DossierReopenedV1
from shared.contracts.triage import CaseOpenedV1, ReportReturnedV1
from shared.contracts.vocabulary import HandoverAnswer, NextActor, Outcome, ReturnReason
from shared.history import write_down
from shared.messaging import outbox
from shared.messaging.erasing import is_erased
from shared.messaging.failures import TooEarly

REPORTED = {"story", "organisation", "frequency", "minutes", "performers", "patient_effects", "own_attempts"}
REPORTED |= {"own_attempt_result", "wish", "take_part", "reporter_role", "by_mail", "entered_by_name", "attachments"}


async def open_case(session: AsyncSession, fact: ReportSubmittedV1) -> None:
    """Put a new report in the queue, with the deadline its reporter was promised."""
    said = (fact.reference, fact.title, fact.story, fact.organisation or "")
    row = {
        "report_id": fact.report_id,
        "reference": fact.reference,
        "state": State.NEW.value,
        "reaction": False,
        "version": 1,
        "title": fact.title,
        "words": " ".join(said).lower(),
        "imposed_by": fact.imposed_by.value,
        "report": fact.model_dump(mode="json", include=REPORTED),
        "practice_id": fact.practice_id,
        "minutes_per_month": fact.minutes_per_month,
        "submitted_at": fact.submitted_at,
        "due_on": fact.answer_by,
        "term_at": domain.term_after(fact.answer_by),
        "next_actor": NextActor.TEAM.value,
        "changed_at": clock.now(),
        "joins_dossier_id": fact.joins_dossier,
        "joins_report_id": fact.joins_report,
        "doubts_item_id": fact.doubts_item,
        "doubts_reason": fact.doubts_reason.value if fact.doubts_reason else None,
    }
    await repository.add_case(session, row)
    await write_down(session, fact.report_id, *_sent_by(fact), at=fact.submitted_at)
    await outbox.add(session, CaseOpenedV1(report_id=fact.report_id, reference=fact.reference, due_on=fact.answer_by))
    if await is_erased(session, fact.report_id):
        await withdraw(session, fact.report_id)
    else:
        await joining.follow_what_it_joined(session, fact.report_id)


def _sent_by(fact: ReportSubmittedV1) -> tuple[str, str]:
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


async def handover_sent(session: AsyncSession, fact: HandoverSentV1, sent_at: datetime) -> None:
    """The report is on its way to an outside body: that body is to move, unless it said something already."""
    if fact.report_id is None:
        return
    case = await known_case(session, fact.report_id)
    text = f"Verstuurd naar {fact.party_name} ({fact.reference})."
    await write_down(session, case.report_id, fact.sent_by, text)
    of_earlier_decision = case.decided_at is not None and case.decided_at > sent_at
    if case.state == State.HANDED_OVER and _is_about(case, fact) and not of_earlier_decision:
        case.handover_id = fact.handover_id
        case.next_actor, case.next_actor_name = NextActor.PARTY.value, fact.party_name
        case.changed_at = clock.now()


async def handover_reminded(session: AsyncSession, fact: HandoverRemindedV1) -> None:
    """The outside body was asked again."""
    if fact.report_id is None:
        return
    case = await known_case(session, fact.report_id)
    await write_down(session, case.report_id, SYSTEM, f"Herinnering gestuurd aan {fact.party_name} ({fact.reference}).")


async def handover_answered(session: AsyncSession, fact: HandoverAnsweredV1) -> None:
    """The outside body answered; unless it takes the matter on, the team decides again."""
    if fact.report_id is None:
        return
    case = await known_case(session, fact.report_id)
    text = f"{HandoverAnswer.parse(fact.answer).label}: {fact.public_text}"
    await write_down(session, case.report_id, fact.party_name, text)
    if not _is_about(case, fact):
        return
    if case.state == State.NEW:
        _something_to_read(case)
    elif domain.comes_back(fact.answer) and domain.may(State.parse(case.state), Event.HANDOVER_RETURNED):
        bring_back(case, Event.HANDOVER_RETURNED, None)


async def handover_went_silent(session: AsyncSession, fact: HandoverWentSilentV1, silent_at: datetime) -> None:
    """The outside body did not answer in time: the team decides again, unless it did so already."""
    if fact.report_id is None:
        return
    case = await known_case(session, fact.report_id)
    await write_down(session, case.report_id, SYSTEM, f"{fact.party_name} gaf geen antwoord ({fact.reference}).")
    decided_since = case.decided_at is not None and case.decided_at > silent_at
    if decided_since or not _is_about(case, fact) or not domain.may(State.parse(case.state), Event.HANDOVER_RETURNED):
        return
    bring_back(case, Event.HANDOVER_RETURNED, ReturnReason.PARTY_SILENT)
    returned = ReportReturnedV1(
        report_id=case.report_id,
        why=ReturnReason.PARTY_SILENT,
        answer_by=case.due_on,
        party_id=fact.party_id,
        party_name=fact.party_name,
    )
    await outbox.add(session, returned)


def _is_about(case: Case, fact: HandoverFact) -> bool:
    # A case may have been handed over before, to the same body or another.
    return case.party_id in (None, fact.party_id) and case.handover_id in (None, fact.handover_id)


def bring_back(case: Case, event: Event, came_back: ReturnReason | None) -> None:
    """The team decides again: by itself for the reason `came_back`, or because there is something new to read."""
    days = TriageSettings.read().answer_working_days
    case.state = domain.move(State.parse(case.state), event).value
    case.due_on = clock.working_days_after(clock.today(), days)
    case.remind_at, case.term_at, case.delayed_to = None, domain.term_after(case.due_on), None
    case.next_actor, case.next_actor_name = NextActor.TEAM.value, None
    case.reaction, case.came_back = came_back is None, came_back and came_back.value
    case.version += 1
    case.changed_at = clock.now()


def _something_to_read(case: Case) -> None:
    case.reaction, case.came_back = True, None
    case.version += 1
    case.changed_at = clock.now()


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

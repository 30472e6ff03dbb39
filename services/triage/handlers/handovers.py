"""What becomes of a report that goes to an outside body: it is sent, answered, or nobody answers.

Who joined that report goes along (`handlers/joining.py`).
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain
from services.triage.domain import SYSTEM, Event, State
from services.triage.handlers import joining
from services.triage.handlers.cases import known_case
from services.triage.handlers.settling import bring_back, something_to_read
from services.triage.tables import Case
from shared import clock
from shared.contracts.escalation import (
    HandoverAnsweredV1,
    HandoverFact,
    HandoverRemindedV1,
    HandoverSentV1,
    HandoverWentSilentV1,
)
from shared.contracts.triage import ReportReturnedV1
from shared.contracts.vocabulary import HandoverAnswer, NextActor, ReturnReason
from shared.history import write_down
from shared.messaging import outbox


async def handover_sent(session: AsyncSession, fact: HandoverSentV1, sent_at: datetime) -> None:
    """The report is on its way to an outside body: that body is to move, unless it said something already."""
    if fact.report_id is None:
        return
    case = await known_case(session, fact.report_id)
    text = f"Verstuurd naar {fact.party_name} ({fact.reference})."
    await write_down(session, case.report_id, fact.sent_by, text)
    of_earlier_decision = case.decided_at is not None and case.decided_at > sent_at
    if case.state == State.HANDED_OVER and _is_about(case, fact) and not of_earlier_decision:
        case.handover_id, case.answer_by = fact.handover_id, fact.answer_by
        case.next_actor, case.next_actor_name = NextActor.PARTY.value, fact.party_name
        case.changed_at = clock.now()
        await joining.go_with_sent(session, case, fact)


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
    await joining.go_with_answer(session, case, fact)
    if not _is_about(case, fact):
        return
    if case.state == State.NEW:
        something_to_read(case)
    elif domain.comes_back(fact.answer) and domain.may(State.parse(case.state), Event.HANDOVER_RETURNED):
        bring_back(case, Event.HANDOVER_RETURNED, None)


async def handover_went_silent(session: AsyncSession, fact: HandoverWentSilentV1, silent_at: datetime) -> None:
    """The outside body did not answer in time: the team decides again, unless it did so already."""
    if fact.report_id is None:
        return
    case = await known_case(session, fact.report_id)
    await write_down(session, case.report_id, SYSTEM, f"{fact.party_name} gaf geen antwoord ({fact.reference}).")
    decided_since = case.decided_at is not None and case.decided_at > silent_at
    if decided_since or not _is_about(case, fact):
        return
    for one in [case, *await joining.along_with_handover(session, case, fact)]:
        if domain.may(State.parse(one.state), Event.HANDOVER_RETURNED):
            await _return(session, one, fact)


async def _return(session: AsyncSession, case: Case, fact: HandoverWentSilentV1) -> None:
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

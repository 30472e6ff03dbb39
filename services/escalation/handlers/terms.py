"""What happens to a handover because its body says nothing: each thing once, by day, together with its fact."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import SYSTEM, HandoverState, move
from services.escalation.handlers.held import identity, record
from services.escalation.handlers.sending import mail
from services.escalation.rendering import reminder_of
from services.escalation.repository import handovers
from services.escalation.tables import Handover
from shared import clock
from shared.contracts.escalation import HandoverRemindedV1, HandoverWentSilentV1
from shared.messaging import outbox


async def act_on_next(session: AsyncSession, mail_from: str) -> bool:
    """Do what is due for one handover; False when nothing is, or when it is night."""
    moment = clock.now()
    if clock.by_day(moment) != moment:
        return False
    handover = await handovers.next_due(session, moment)
    if handover is None:
        return False
    # After a time in which nothing worked both may be due: a reminder of what is over helps nobody.
    if handover.silent_at and handover.silent_at <= moment:
        await _stop_waiting(session, handover)
    else:
        await _remind(session, handover, mail_from)
    return True


async def _remind(session: AsyncSession, handover: Handover, mail_from: str) -> None:
    answer_by = handover.answer_by or clock.today()
    handover.remind_at, handover.reminded_at = None, clock.now()
    await record(session, handover, SYSTEM, f"Stuurde {handover.party_name} een herinnering.")
    await mail(session, handover, reminder_of(handover, answer_by=answer_by, mail_from=mail_from), reminder=True)
    await outbox.add(session, HandoverRemindedV1.model_validate({**identity(handover), "answer_by": answer_by}))


async def _stop_waiting(session: AsyncSession, handover: Handover) -> None:
    answer_by = handover.answer_by or clock.today()
    handover.state = move(HandoverState.parse(handover.state), HandoverState.SILENT).value
    handover.remind_at = handover.silent_at = None
    await record(session, handover, SYSTEM, f"{handover.party_name} gaf geen antwoord. Wij zijn weer aan zet.")
    await outbox.add(session, HandoverWentSilentV1.model_validate({**identity(handover), "answer_by": answer_by}))

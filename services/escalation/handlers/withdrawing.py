"""A reporter took a report back: what was not sent about it goes nowhere; what was sent is known to be about less."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import SYSTEM, HandoverState, move
from services.escalation.handlers.held import record
from services.escalation.repository import handovers, projections
from services.escalation.tables import Handover
from shared.contracts.intake import ReportWithdrawnV1
from shared.messaging.failures import TooEarly

TAKEN_BACK = "De melder trok de melding in."


async def take_back(session: AsyncSession, fact: ReportWithdrawnV1, withdrawn_at: datetime) -> None:
    """Close the drafts about this report alone. Raises TooEarly when we have not heard of the report."""
    report = await projections.report(session, fact.report_id)
    if report is None:
        raise TooEarly(f"report {fact.report_id} is not known yet")
    report.withdrawn_at = withdrawn_at
    for handover in await handovers.of_report(session, report.id):
        await tell(session, handover)


async def tell(session: AsyncSession, handover: Handover) -> None:
    """Write it down with a handover; a draft is done with."""
    if handover.state == HandoverState.DRAFT:
        handover.state = move(HandoverState.DRAFT, HandoverState.CLOSED).value
        handover.version += 1
        await record(session, handover, SYSTEM, f"Niet verstuurd. {TAKEN_BACK}")
    elif handover.state != HandoverState.CLOSED:
        await record(session, handover, SYSTEM, TAKEN_BACK)

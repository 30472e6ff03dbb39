"""A report was erased: its handovers lose their words and are done with."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import SYSTEM, HandoverState, kept_of_entry
from services.escalation.handlers.held import record
from services.escalation.repository import handovers, projections
from services.escalation.tables import Handover
from shared.contracts.escalation import HandoverErasedV1
from shared.contracts.intake import ReportErasedV1
from shared.contracts.words import GONE
from shared.history import take_words_out
from shared.messaging import erasing, outbox
from shared.messaging.redacting import redact_messages

WORDS = (
    "title", "asked_text", "asked_by", "recorded_text", "contradiction", "tried", "wanted",
    "contact_name", "contact_email", "mail_subject", "public_text",
)  # fmt: skip


async def erase(session: AsyncSession, fact: ReportErasedV1, erased_at: datetime) -> None:
    """Empty what is kept of a report, and the package and answer of each handover of it alone.

    What already went out cannot be taken back; an answer to it is not recorded any more.
    """
    await erasing.remember(session, fact.report_id, erased_at)
    await projections.empty_report(session, fact.report_id)
    behind = await handovers.of_report(session, fact.report_id)
    for handover in behind:
        await _empty(session, handover)
    await redact_messages(session, [fact.report_id, *(handover.id for handover in behind)])
    for handover in behind:
        await outbox.add(session, HandoverErasedV1(handover_id=handover.id, report_id=fact.report_id))


async def _empty(session: AsyncSession, handover: Handover) -> None:
    for name in WORDS:
        if getattr(handover, name) is not None:
            setattr(handover, name, GONE)
    if handover.paragraphs is not None:
        handover.paragraphs = []
    handover.state = HandoverState.CLOSED.value
    handover.answer_by = handover.remind_at = handover.silent_at = None
    handover.version += 1
    await take_words_out(session, handover.id, kept_of_entry)
    await record(session, handover, SYSTEM, "De melding hierachter is gewist.")

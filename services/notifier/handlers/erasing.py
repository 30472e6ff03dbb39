"""What was erased is told to nobody any more; who is forgotten cannot be mailed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.handlers import mailing
from services.notifier.handlers.mailing import ERASED
from services.notifier.repository import erasing as repository
from services.notifier.repository import known
from services.notifier.silences import FORGOTTEN, WITHDRAWN
from shared.contracts.escalation import HandoverErasedV1
from shared.contracts.intake import ReportErasedV1, ReporterPseudonymisedV1, ReportWithdrawnV1
from shared.messaging import erasing
from shared.messaging.failures import TooEarly
from shared.messaging.redacting import redact_messages


async def erase_report(session: AsyncSession, fact: ReportErasedV1, erased_at: datetime) -> None:
    """Forget the reporter, withhold the mails that wait, and empty what was told."""
    await erasing.remember(session, fact.report_id, erased_at)
    await mailing.withhold_waiting(session, fact.report_id, ERASED)
    await repository.delete_contact(session, fact.report_id)
    await repository.empty_report(session, fact.report_id)
    await repository.empty_notices(session, fact.report_id)
    await redact_messages(session, [fact.report_id])


async def erase_handover(session: AsyncSession, fact: HandoverErasedV1, erased_at: datetime) -> None:
    """Withhold the package when it still waits, and empty it."""
    await erasing.remember(session, fact.handover_id, erased_at)
    await mailing.withhold_waiting(session, fact.handover_id, ERASED)
    await repository.empty_packages(session, fact.handover_id)
    await redact_messages(session, [fact.handover_id])


async def withdraw(session: AsyncSession, fact: ReportWithdrawnV1, at: datetime) -> None:
    """A report was taken back: forget its reporter, who is mailed nothing more. Raises TooEarly."""
    if await known.report(session, fact.report_id) is None:
        raise TooEarly(f"report {fact.report_id}")
    await mailing.withhold_waiting(session, fact.report_id, WITHDRAWN)
    await repository.delete_contact(session, fact.report_id)
    await repository.mark_withdrawn(session, fact.report_id, at)


async def pseudonymise(session: AsyncSession, fact: ReporterPseudonymisedV1, at: datetime) -> None:
    """Forget how to reach the reporter of a report that ended long ago."""
    await mailing.withhold_waiting(session, fact.report_id, FORGOTTEN)
    await repository.delete_contact(session, fact.report_id)
    await repository.mark_pseudonymised(session, fact.report_id, at)

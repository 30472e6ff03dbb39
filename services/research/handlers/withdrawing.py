"""A reporter took a report back: it stays under its dossier to be read, and counts no more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.handlers.held import record
from services.research.repository import dossiers, linked_reports, projections
from services.research.tables import Dossier, Report
from shared.contracts.intake import ReportWithdrawnV1
from shared.messaging.failures import TooEarly

WHO = "RegelWijzer"


async def take_back(session: AsyncSession, fact: ReportWithdrawnV1, withdrawn_at: datetime) -> None:
    """Count it no more. Raises TooEarly when we have not heard of the report."""
    report = await projections.report(session, fact.report_id)
    if report is None:
        raise TooEarly(f"report {fact.report_id}")
    report.withdrawn_at = withdrawn_at
    link = await linked_reports.current(session, report.id)
    dossier = await dossiers.by_id(session, link.dossier_id) if link and link.dossier_id else None
    if dossier:
        await tell_dossier(session, dossier, report)


async def tell_dossier(session: AsyncSession, dossier: Dossier, report: Report) -> None:
    """Write down why the figures of a dossier are lower, or do not go up."""
    await record(session, dossier, WHO, f"Melding {report.reference} is ingetrokken. Hij telt niet meer mee.")

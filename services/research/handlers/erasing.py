"""A report was erased: what is kept of it loses its words. The dossier stays, for that is about the rule."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.handlers.held import record
from services.research.handlers.linking import LINKED, OPENED
from services.research.repository import additions, check_answers, dossiers, histories, linked_reports, projections
from shared.contracts.intake import ReportErasedV1
from shared.history import shorten
from shared.messaging import erasing
from shared.messaging.redacting import redact_messages


async def erase(session: AsyncSession, fact: ReportErasedV1, erased_at: datetime) -> None:
    """Empty what is kept of a report; how often it happens and what it costs still counts."""
    await erasing.remember(session, fact.report_id, erased_at)
    await check_answers.empty(session, fact.report_id)
    await additions.empty(session, fact.report_id)
    report = await projections.report(session, fact.report_id)
    if report:
        await projections.empty_report(session, report.id)
        # Why the first report under a dossier was put there stands in the dossier's history.
        for entry_id in await histories.openings_for(session, OPENED, f"{LINKED} {report.reference}.", LINKED):
            await shorten(session, entry_id, OPENED)
        await _tell_dossier(session, report.id, report.reference)
    await redact_messages(session, [fact.report_id])


async def _tell_dossier(session: AsyncSession, report_id: UUID, reference: str) -> None:
    link = await linked_reports.current(session, report_id)
    dossier = await dossiers.by_id(session, link.dossier_id) if link and link.dossier_id else None
    if dossier:
        await record(session, dossier, "RegelWijzer", f"Melding {reference} is gewist. De cijfers tellen nog mee.")

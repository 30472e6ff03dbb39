"""The team merged or split dossiers: cases follow the reports."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import MERGED
from shared.contracts.research import DossierMergedV1, ReportMovedV1
from shared.history import write_down
from shared.messaging.failures import TooEarly


async def dossier_merged(session: AsyncSession, fact: DossierMergedV1, at: datetime) -> None:
    """Reports are not linked to it any more, unless it is opened again."""
    row = {"id": fact.dossier_id, "reference": fact.reference, "title": fact.title, "changed_at": at}
    await repository.put_dossier(session, row | {"outcome": MERGED})


async def report_moved(session: AsyncSession, fact: ReportMovedV1, at: datetime) -> None:
    """A case hangs under another dossier; what was decided about it since then stands.

    Raises TooEarly when it does not hang where it came from yet.
    """
    case = await repository.lock_case(session, fact.report_id)
    if case is None:
        raise TooEarly(f"case of {fact.report_id}")
    if case.dossier_id is None or (case.decided_at and case.decided_at > at):
        return
    if case.dossier_id != fact.from_dossier_id:
        raise TooEarly(f"{fact.report_id} does not hang under {fact.from_dossier_id} yet")
    case.dossier_id = fact.dossier_id
    text = f"Hoort nu bij het dossier: {fact.dossier_title}"
    await write_down(session, case.report_id, fact.decided_by, text, at=at)

"""A file of a report that is about a patient is erased, for good: asked first, then done."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.intake.handlers import erasing_files
from services.intake.reading import numbers_of_files
from services.intake.repository import attachments
from services.intake.routes.attachments import shown
from services.intake.routes.deciding import MayDecide
from services.intake.routes.draft_cookie import Session
from services.intake.routes.hiding import HidingReport
from services.intake.routes.team_attachments import GONE
from services.intake.tables import Report
from shared.web.errors import Gone
from shared.web.pages import page, see_other_saying

router = APIRouter()
ADDRESS = "/team/meldingen/{report_id}/bijlagen/{attachment_id}/wissen"


@router.get(ADDRESS)
async def ask(request: Request, attachment_id: UUID, report: HidingReport, session: Session) -> Response:
    """Which file it is, and what erasing it means."""
    words = await _words_of(session, report, attachment_id)
    return page(request, "intake/erase_file.html", report=report, words=words)


@router.post(ADDRESS)
async def erase(
    request: Request, attachment_id: UUID, report: HidingReport, member: MayDecide, session: Session
) -> Response:
    """Erase it; who presses twice erases it once."""
    if attachment_id not in {one.attachment_id for one in await attachments.erased_of_report(session, report.id)}:
        await _words_of(session, report, attachment_id)
    await erasing_files.erase(session, report.id, attachment_id, member.name)
    return see_other_saying(request, f"/team/meldingen/{report.id}/verbergen", "De bijlage is gewist.")


async def _words_of(session: Session, report: Report, attachment_id: UUID) -> str:
    """Raises Gone."""
    there = shown(await attachments.of_report(session, report.id), numbers_of_files(report))
    files = {one["id"]: str(one["text"]) for one in there}
    if attachment_id not in files:
        raise Gone(GONE, title="Deze bijlage is er niet meer")
    return files[attachment_id]

"""An attachment for a member of the team; each look is noted."""

from uuid import UUID

from fastapi import APIRouter, Response

from services.intake.handlers import conversation
from services.intake.reading import numbers_of_files
from services.intake.repository import attachments, reports
from services.intake.routes.attachments import IntakeDatabase
from services.intake.routes.reporter import MaySeeReporter
from services.intake.settings import IntakeSettings
from shared.attachments.handing_out import content_of, saved_as
from shared.web.errors import Gone, NotFound

router = APIRouter()
GONE = "De melding is gewist, of zo lang klaar dat we de bestanden hebben gewist."
MISSING = "We kunnen dit bestand niet meer vinden. Vraag het de melder nog een keer."


@router.get("/team/meldingen/{report_id}/bijlagen/{attachment_id}")
async def download(report_id: UUID, attachment_id: UUID, member: MaySeeReporter, database: IntakeDatabase) -> Response:
    """The file, under a name that says where it belongs."""
    async with database.transaction() as session:
        report = await reports.report(session, report_id)
        there = await attachments.of_report(session, report_id)
        found = next((one for one in there if one.id == attachment_id), None)
        if report is None:
            raise NotFound()
        if found is None:
            raise Gone(GONE, title="Deze bijlage is er niet meer")
        await conversation.note_look(session, report, member, attachment_id)
    number = numbers_of_files(report).get(found.id, 0)
    content = await content_of(database, IntakeSettings.read(), found.id, found.store, MISSING)
    return saved_as(content, found.kind, f"{report.reference}-bijlage-{number}")

"""An attachment for a member of the team: to be saved, never to be run or shown by the browser; each look is noted."""

from uuid import UUID

from fastapi import APIRouter, Response

from services.intake.attachments.in_s3 import StoreAway
from services.intake.attachments.store import store_for
from services.intake.handlers import conversation
from services.intake.repository import attachments, reports
from services.intake.routes.attachments import IntakeDatabase
from services.intake.routes.reporter import MaySeeReporter
from services.intake.tables import Attachment
from shared.contracts.files import FileKind
from shared.logging import get_logger
from shared.web.errors import Gone, NotFound, ServiceUnavailable

router = APIRouter()
_log = get_logger(__name__)
GONE = "De melding is gewist, of zo lang klaar dat we de bestanden hebben gewist."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    FileKind.PDF: ("application/pdf", "pdf"),
    FileKind.DOCX: (WORD, "docx"),
    FileKind.JPEG: ("image/jpeg", "jpg"),
    FileKind.PNG: ("image/png", "png"),
}
# Saved, not shown; and should a browser show it all the same, then without scripts, forms, pages around it or cookies.
HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # It is compressed already.
    "Content-Encoding": "identity",
}


@router.get("/team/meldingen/{report_id}/bijlagen/{attachment_id}")
async def download(report_id: UUID, attachment_id: UUID, member: MaySeeReporter, database: IntakeDatabase) -> Response:
    """The file, under a name that says where it belongs."""
    async with database.transaction() as session:
        report = await reports.report(session, report_id)
        there = await attachments.of_report(session, report_id)
        number = next((number for number, one in enumerate(there, 1) if one.id == attachment_id), 0)
        if report is None:
            raise NotFound()
        if not number:
            raise Gone(GONE, title="Deze bijlage is er niet meer")
        await conversation.note_look(session, report, member, attachment_id)
    found = there[number - 1]
    content = await _content_of(database, found)
    media_type, suffix = TYPES[FileKind.parse(found.kind)]
    saved_as = f'attachment; filename="{report.reference}-bijlage-{number}.{suffix}"'
    return Response(content, media_type=media_type, headers={**HARMLESS, "Content-Disposition": saved_as})


async def _content_of(database: IntakeDatabase, attachment: Attachment) -> bytes:
    try:
        content = await store_for(database, attachment.store).get(attachment.id)
    except (StoreAway, LookupError) as away:
        _log.error("attachment_store_is_away", store=attachment.store, exc_info=away)
        raise ServiceUnavailable(saved=False) from away
    if content is None:
        _log.error("attachment_is_missing", attachment=str(attachment.id), store=attachment.store)
        raise Gone("We kunnen dit bestand niet meer vinden. Vraag het de melder nog een keer.")
    return content

"""An attachment for a member of the team: to be saved, never to be run or shown by the browser."""

from uuid import UUID

from fastapi import Response

from shared.attachments.in_s3 import StoreAway
from shared.attachments.settings import StoreSettings
from shared.attachments.store import store_for
from shared.contracts.files import FileKind
from shared.database import Database
from shared.logging import get_logger
from shared.web.errors import Gone, ServiceUnavailable

_log = get_logger(__name__)
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


async def content_of(
    database: Database, settings: StoreSettings, attachment_id: UUID, store: str, missing: str
) -> bytes:
    """What is in it. Raises ServiceUnavailable while the store is away, Gone with the sentence `missing` without it."""
    try:
        content = await store_for(database, settings, store).get(attachment_id)
    except (StoreAway, LookupError) as away:
        _log.error("attachment_store_is_away", store=store, exc_info=away)
        raise ServiceUnavailable(saved=False) from away
    if content is None:
        _log.error("attachment_is_missing", attachment=str(attachment_id), store=store)
        raise Gone(missing)
    return content


def saved_as(content: bytes, kind: str, name: str) -> Response:
    """The file, under a name of ours that says where it belongs, without what comes after its last dot."""
    media_type, suffix = TYPES[FileKind.parse(kind)]
    disposition = f'attachment; filename="{name}.{suffix}"'
    return Response(content, media_type=media_type, headers={**HARMLESS, "Content-Disposition": disposition})

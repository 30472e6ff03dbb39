"""One file of a report was erased: its case has it no more, and the privacy log says who erased it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import ERASED_FILE, PRIVACY
from services.triage.handlers.cases import known_case
from shared import clock
from shared.contracts.files import Attachment, numbered
from shared.contracts.intake import AttachmentErasedV1
from shared.history import write_down


async def erase(session: AsyncSession, fact: AttachmentErasedV1, erased_at: datetime) -> None:
    """Take the file off the case. Raises TooEarly."""
    case = await known_case(session, fact.report_id)
    files = numbered(Attachment.model_validate(one) for one in case.report.get("attachments", ()))
    left = [one.model_dump(mode="json") for one in files if one.id != fact.attachment_id]
    case.report = {**case.report, "attachments": left}
    case.version += 1
    case.changed_at = clock.now()
    await write_down(session, case.report_id, fact.erased_by, ERASED_FILE, topic=PRIVACY, at=erased_at, internal=True)

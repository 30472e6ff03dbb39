"""Somebody of the team erases one file that came with a report, for good; the rest of the report stays."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.erasure_list import ListedAttachment
from services.intake.handlers.erasing import THE_LIST
from services.intake.repository import attachments as repository
from services.intake.repository import reports
from services.intake.tables import Report
from shared import clock
from shared.attachments.forgetting import forget
from shared.contracts.files import numbered
from shared.contracts.intake import AttachmentErasedV1, ReportSubmittedV1
from shared.messaging import outbox


async def erase(
    session: AsyncSession, report_id: UUID, attachment_id: UUID, erased_by: str, *, at: datetime | None = None
) -> bool:
    """Leave nothing of a file; False when that was done before.

    A file that is not here, because the database was put back from before it came in, is remembered all the same.
    """
    # Before its files, as whoever erases the whole report does.
    report = await reports.held_report(session, report_id)
    row = {"attachment_id": attachment_id, "report_id": report_id, "erased_by": erased_by}
    if not await repository.add_erased(session, row | {"erased_at": at or clock.now()}):
        return False
    await forget(session, await repository.take_one(session, report_id, attachment_id))
    if report:
        _take_off(report, attachment_id)
    fact = AttachmentErasedV1(report_id=report_id, attachment_id=attachment_id, erased_by=erased_by)
    await outbox.add(session, fact)
    return True


def _take_off(report: Report, attachment_id: UUID) -> None:
    told = ReportSubmittedV1.model_validate(report.content)
    left = [one for one in numbered(told.attachments) if one.id != attachment_id]
    report.content = told.model_copy(update={"attachments": left}).model_dump(mode="json")


async def erase_listed(session: AsyncSession, listed: Iterable[ListedAttachment]) -> int:
    """Erase what the list has and this database does not know to be erased; returns how many files that were."""
    known = {one.attachment_id for one in await repository.all_erased(session)}
    unknown = [one for one in listed if one.attachment_id not in known]
    for one in unknown:
        await erase(session, one.report_id, one.attachment_id, THE_LIST, at=one.erased_at)
    return len(unknown)


async def not_in(session: AsyncSession, listed: Iterable[ListedAttachment]) -> list[ListedAttachment]:
    """The erased files that the list does not have yet, oldest first."""
    there = {one.attachment_id for one in listed}
    return [
        ListedAttachment(attachment_id=one.attachment_id, report_id=one.report_id, erased_at=one.erased_at)
        for one in await repository.all_erased(session)
        if one.attachment_id not in there
    ]

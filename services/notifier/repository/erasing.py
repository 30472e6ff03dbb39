"""What goes of a report, a reporter or a handover."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.tables import Contact, IssuedNotice, Package, Report
from services.notifier.wording import Notice
from shared.contracts.words import GONE


async def delete_contact(session: AsyncSession, report_id: UUID) -> None:
    """Forget how to reach a reporter."""
    await session.execute(delete(Contact).where(col(Contact.report_id) == report_id))


async def empty_report(session: AsyncSession, report_id: UUID) -> None:
    """Take the words out of a report."""
    await session.execute(update(Report).where(col(Report.id) == report_id).values(title=GONE))


async def empty_notices(session: AsyncSession, report_id: UUID) -> None:
    """Take the words out of what the reporter was told; how it stood and whose turn it was stays."""
    for notice in await session.scalars(select(IssuedNotice).where(col(IssuedNotice.report_id) == report_id)):
        told = Notice.model_validate(notice.words)
        emptied = told.model_copy(update={"title": GONE, "parts": (), "mail_only": (), "turn": GONE})
        notice.words = emptied.model_dump(mode="json")
    await session.flush()


async def empty_packages(session: AsyncSession, handover_id: UUID) -> None:
    """Take the words and the address out of the mails of a handover."""
    words = {"to_name": GONE, "to_email": GONE, "mail_subject": GONE, "paragraphs": []}
    await session.execute(update(Package).where(col(Package.handover_id) == handover_id).values(words))


async def mark_withdrawn(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """Remember that a report was taken back."""
    await session.execute(update(Report).where(col(Report.id) == report_id).values(withdrawn_at=at))


async def mark_pseudonymised(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """Remember that nobody knows any more who sent a report."""
    await session.execute(update(Report).where(col(Report.id) == report_id).values(pseudonymised_at=at))

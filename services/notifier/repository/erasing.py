"""What goes of a report, a reporter or a handover, or is hidden in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.tables import Contact, IssuedNotice, Package, Report
from services.notifier.wording import Notice
from shared.contracts.pieces import Hider
from shared.contracts.words import GONE
from shared.messaging.hiding import hide_in


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


async def hide_in_told(session: AsyncSession, report_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of a report, and out of what its reporter was told."""
    await hide_in(session, select(Report).where(col(Report.id) == report_id), hider, "title")
    for notice in await session.scalars(select(IssuedNotice).where(col(IssuedNotice.report_id) == report_id)):
        notice.words = hider.under(notice.words, ("title", "parts", "mail_only", "turn"))
    await session.flush()


async def hide_in_packages(session: AsyncSession, handover_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of the mails of a handover."""
    packages = select(Package).where(col(Package.handover_id) == handover_id)
    await hide_in(session, packages, hider, "mail_subject", "paragraphs")


async def mark_withdrawn(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """Remember that a report was taken back."""
    await session.execute(update(Report).where(col(Report.id) == report_id).values(withdrawn_at=at))


async def mark_pseudonymised(session: AsyncSession, report_id: UUID, at: datetime) -> None:
    """Remember that nobody knows any more who sent a report."""
    await session.execute(update(Report).where(col(Report.id) == report_id).values(pseudonymised_at=at))

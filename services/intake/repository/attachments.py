"""What files people added to a draft, and what a report came with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import Attachment, Draft, ErasedAttachment
from shared.attachments.contents import Ids


def ids() -> Ids:
    """The ids of all attachments, of drafts and of reports: content of another one is nobody's."""
    return select(col(Attachment.id))


async def of_draft(session: AsyncSession, draft_id: UUID) -> Sequence[Attachment]:
    """The attachments of a draft, in the order in which they were added."""
    return await _ordered(session, col(Attachment.draft_id) == draft_id)


async def of_report(session: AsyncSession, report_id: UUID) -> Sequence[Attachment]:
    """The attachments of a report, in the same order."""
    return await _ordered(session, col(Attachment.report_id) == report_id)


async def _ordered(session: AsyncSession, whose: ColumnElement[bool]) -> Sequence[Attachment]:
    return (await session.scalars(select(Attachment).where(whose).order_by(col(Attachment.id)))).all()


async def add(session: AsyncSession, row: dict[str, Any]) -> None:
    """Add a file to a draft."""
    await session.execute(insert(Attachment).values(**row))


async def confirm(session: AsyncSession, draft_id: UUID) -> None:
    """The reporter says of every file of a draft that no patient is in it."""
    await session.execute(update(Attachment).where(col(Attachment.draft_id) == draft_id).values(confirmed=True))


async def give_to_report(session: AsyncSession, draft_id: UUID, report_id: UUID) -> None:
    """The draft was sent: its files belong to the report now, and how they were called and recognised is forgotten."""
    given = {"draft_id": None, "report_id": report_id, "name": None, "source_hash": None}
    await session.execute(update(Attachment).where(col(Attachment.draft_id) == draft_id).values(**given))


async def take_of_draft(session: AsyncSession, draft_id: UUID, attachment_id: UUID) -> dict[str, list[UUID]]:
    """Take a file out of a draft; returns where its content is."""
    return await _take(session, col(Attachment.draft_id) == draft_id, col(Attachment.id) == attachment_id)


async def take_of_report(session: AsyncSession, report_id: UUID) -> dict[str, list[UUID]]:
    """Take the files from a report; returns where their content is."""
    return await _take(session, col(Attachment.report_id) == report_id)


async def take_one(session: AsyncSession, report_id: UUID, attachment_id: UUID) -> dict[str, list[UUID]]:
    """Take one file from a report; returns where its content is."""
    return await _take(session, col(Attachment.report_id) == report_id, col(Attachment.id) == attachment_id)


async def add_erased(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Write down that a file was erased; False when it stands there already."""
    added = upsert(ErasedAttachment).values(**row).on_conflict_do_nothing()
    return (await session.execute(added.returning(col(ErasedAttachment.attachment_id)))).first() is not None


async def erased_of_report(session: AsyncSession, report_id: UUID) -> Sequence[ErasedAttachment]:
    """The files of a report that were erased, newest first."""
    erased = select(ErasedAttachment).where(col(ErasedAttachment.report_id) == report_id)
    return (await session.scalars(erased.order_by(col(ErasedAttachment.erased_at).desc()))).all()


async def all_erased(session: AsyncSession) -> Sequence[ErasedAttachment]:
    """All files that were erased one by one, oldest first."""
    return (await session.scalars(select(ErasedAttachment).order_by(col(ErasedAttachment.erased_at)))).all()


async def take_old(
    session: AsyncSession, drafts_before: datetime, unconfirmed_before: datetime
) -> dict[str, list[UUID]]:
    """Take the files of drafts that nobody went on with, and those nobody confirmed; returns where they are."""
    old = select(col(Draft.id)).where(col(Draft.saved_at) < drafts_before)
    unconfirmed = ~col(Attachment.confirmed) & (col(Attachment.added_at) < unconfirmed_before)
    return await _take(session, or_(col(Attachment.draft_id).in_(old), unconfirmed))


async def _take(session: AsyncSession, *whose: ColumnElement[bool]) -> dict[str, list[UUID]]:
    taken = delete(Attachment).where(*whose).returning(col(Attachment.store), col(Attachment.id))
    by_store: dict[str, list[UUID]] = {}
    for store, attachment_id in await session.execute(taken):
        by_store.setdefault(store, []).append(attachment_id)
    return by_store


async def waiting_size(session: AsyncSession) -> int:
    """Bytes of files of drafts: what was not sent, and may never be."""
    waiting = select(func.coalesce(func.sum(col(Attachment.size)), 0)).where(col(Attachment.draft_id).is_not(None))
    return int(await session.scalar(waiting) or 0)

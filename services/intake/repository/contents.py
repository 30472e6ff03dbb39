"""The content of attachments, and promises to remove what is kept elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import Attachment, AttachmentPiece, AttachmentRemoval


async def add_pieces(session: AsyncSession, attachment_id: UUID, pieces: Sequence[bytes], now: datetime) -> None:
    """Store the content of an attachment."""
    for number, piece in enumerate(pieces):
        row = {"attachment_id": attachment_id, "number": number, "content": piece, "stored_at": now}
        await session.execute(insert(AttachmentPiece).values(**row))


async def pieces(session: AsyncSession, attachment_id: UUID) -> Sequence[bytes]:
    """The content of an attachment, in order."""
    found = select(col(AttachmentPiece.content)).where(col(AttachmentPiece.attachment_id) == attachment_id)
    return (await session.scalars(found.order_by(col(AttachmentPiece.number)))).all()


async def delete_pieces(session: AsyncSession, attachment_ids: Sequence[UUID]) -> None:
    """Delete the content of attachments."""
    await session.execute(delete(AttachmentPiece).where(col(AttachmentPiece.attachment_id).in_(attachment_ids)))


async def delete_stray_pieces(session: AsyncSession, stored_before: datetime) -> None:
    """Delete content that was stored and never became part of a draft."""
    attached = exists().where(col(Attachment.id) == col(AttachmentPiece.attachment_id))
    stray = delete(AttachmentPiece).where(col(AttachmentPiece.stored_at) < stored_before, ~attached)
    await session.execute(stray)


async def promise_removal(session: AsyncSession, attachment_ids: Sequence[UUID], now: datetime) -> None:
    """Have this removed from where it is kept."""
    for attachment_id in attachment_ids:
        row = {"attachment_id": attachment_id, "promised_at": now}
        await session.execute(upsert(AttachmentRemoval).values(**row).on_conflict_do_nothing())


async def promised(session: AsyncSession, at_most: int) -> Sequence[UUID]:
    """What is to be removed, oldest first."""
    oldest = select(col(AttachmentRemoval.attachment_id)).order_by(col(AttachmentRemoval.promised_at))
    return (await session.scalars(oldest.limit(at_most))).all()


async def keep_promise(session: AsyncSession, attachment_id: UUID) -> None:
    """It was removed."""
    await session.execute(delete(AttachmentRemoval).where(col(AttachmentRemoval.attachment_id) == attachment_id))


async def not_attached(session: AsyncSession, attachment_ids: Sequence[UUID]) -> list[UUID]:
    """Those that no draft and no report has."""
    attached = select(col(Attachment.id)).where(col(Attachment.id).in_(attachment_ids))
    known = set((await session.scalars(attached)).all())
    return [one for one in attachment_ids if one not in known]

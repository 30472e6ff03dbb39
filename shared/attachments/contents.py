"""The content of attachments, and promises to remove what is kept elsewhere.

`attached` are the ids of the attachments that a service has, as a query.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.attachments.tables import attachment_pieces, attachment_removals

Ids = Select[tuple[UUID]]
_piece, _removal = attachment_pieces.c, attachment_removals.c


async def add_pieces(session: AsyncSession, attachment_id: UUID, pieces: Sequence[bytes], now: datetime) -> None:
    """Store the content of an attachment."""
    for number, piece in enumerate(pieces):
        row = {"attachment_id": attachment_id, "number": number, "content": piece, "stored_at": now}
        await session.execute(insert(attachment_pieces).values(**row))


async def pieces(session: AsyncSession, attachment_id: UUID) -> Sequence[bytes]:
    """The content of an attachment, in order."""
    found = select(_piece.content).where(_piece.attachment_id == attachment_id)
    return (await session.scalars(found.order_by(_piece.number))).all()


async def delete_pieces(session: AsyncSession, attachment_ids: Sequence[UUID]) -> None:
    """Delete the content of attachments."""
    await session.execute(delete(attachment_pieces).where(_piece.attachment_id.in_(attachment_ids)))


async def delete_stray_pieces(session: AsyncSession, stored_before: datetime, attached: Ids) -> None:
    """Delete content that was stored and never became an attachment."""
    stray = delete(attachment_pieces).where(_piece.stored_at < stored_before, _piece.attachment_id.not_in(attached))
    await session.execute(stray)


async def promise_removal(session: AsyncSession, attachment_ids: Sequence[UUID], now: datetime) -> None:
    """Have this removed from where it is kept."""
    for attachment_id in attachment_ids:
        row = {"attachment_id": attachment_id, "promised_at": now}
        await session.execute(upsert(attachment_removals).values(**row).on_conflict_do_nothing())


async def promised(session: AsyncSession, at_most: int) -> Sequence[UUID]:
    """What is to be removed, oldest first."""
    oldest = select(_removal.attachment_id).order_by(_removal.promised_at)
    return (await session.scalars(oldest.limit(at_most))).all()


async def keep_promise(session: AsyncSession, attachment_id: UUID) -> None:
    """It was removed."""
    await session.execute(delete(attachment_removals).where(_removal.attachment_id == attachment_id))


async def not_attached(session: AsyncSession, attachment_ids: Sequence[UUID], attached: Ids) -> list[UUID]:
    """Those that are no attachment of the service."""
    known = set((await session.scalars(attached)).all()) if attachment_ids else set()
    return [one for one in attachment_ids if one not in known]

"""Reports being written, besides what `reports` has of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.repository import reports
from services.intake.tables import Draft, Letter


async def draft(session: AsyncSession, draft_id: UUID) -> Draft | None:
    """A draft, whoever holds it."""
    return await session.get(Draft, draft_id)


async def moved(session: AsyncSession, draft_id: UUID, secret_hash: bytes) -> Draft | None:
    """The draft that was in the browser with this secret before somebody went on with it in another one."""
    found = select(Draft).where(col(Draft.id) == draft_id, col(Draft.moved_from) == secret_hash)
    return (await session.scalars(found)).one_or_none()


async def open_drafts_of(session: AsyncSession, kind: str, email: str, at_most: int) -> Sequence[UUID]:
    """Drafts not sent yet whose link went to this address, the one saved last first."""
    asked = select(col(Letter.about_id)).where(
        col(Letter.kind) == kind, func.lower(col(Letter.email)) == email.lower(), col(Letter.void_at).is_(None)
    )
    mine = select(col(Draft.id)).where(col(Draft.id).in_(asked), col(Draft.report_id).is_(None))
    return (await session.scalars(mine.order_by(col(Draft.saved_at).desc()).limit(at_most))).all()


async def save_unless_newer(session: AsyncSession, read: Draft, fields: dict[str, Any], now: datetime) -> bool:
    """Keep these fields; False when one of them was saved, or the draft sent, since it was read."""
    as_read = {name: read.fields.get(name) for name in fields}
    held = await reports.lock_draft(session, read.id)
    if held.report_id or any(held.fields.get(name) != given for name, given in as_read.items()):
        return False
    held.fields, held.saved_at = held.fields | fields, now
    await session.flush()
    return True


async def take_over(session: AsyncSession, held: Draft, secret_hash: bytes, now: datetime) -> None:
    """From now on the draft belongs to another browser."""
    held.moved_from, held.secret_hash, held.saved_at = held.secret_hash, secret_hash, now
    await session.flush()

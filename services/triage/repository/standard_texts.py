"""The texts that are prepared for decisions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.tables import StandardText


async def everything(session: AsyncSession) -> Sequence[StandardText]:
    """All of them, those in use first, by title."""
    wanted = select(StandardText).order_by(col(StandardText.retired_at).is_not(None), col(StandardText.title))
    return (await session.scalars(wanted)).all()


async def in_use(session: AsyncSession) -> Sequence[StandardText]:
    """Those that are offered, by title."""
    return (
        await session.scalars(
            select(StandardText).where(col(StandardText.retired_at).is_(None)).order_by(col(StandardText.title))
        )
    ).all()


async def one(session: AsyncSession, text_id: UUID) -> StandardText | None:
    """One of them."""
    return await session.get(StandardText, text_id)


async def lock(session: AsyncSession, text_id: UUID) -> StandardText | None:
    """One of them as it is now, for this transaction alone to change."""
    locked = select(StandardText).where(col(StandardText.id) == text_id).with_for_update()
    return (await session.scalars(locked.execution_options(populate_existing=True))).one_or_none()


async def add(session: AsyncSession, text: StandardText) -> bool:
    """Keep a new one; False when there is one of this id."""
    row = upsert(StandardText).values(text.model_dump()).on_conflict_do_nothing()
    return (await session.execute(row.returning(col(StandardText.id)))).first() is not None

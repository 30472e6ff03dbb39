"""The filters each member keeps."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.tables import SavedFilter
from shared.ids import new_id

MOST = 20  # of one member


async def of_member(session: AsyncSession, member_id: UUID) -> Sequence[SavedFilter]:
    """What a member keeps, by name."""
    kept = select(SavedFilter).where(col(SavedFilter.member_id) == member_id).order_by(col(SavedFilter.name))
    return (await session.scalars(kept)).all()


async def keep(session: AsyncSession, member_id: UUID, name: str, query: str) -> bool:
    """Keep a filter, in the place of one of the same name; False when there are too many."""
    others = select(func.count()).where(col(SavedFilter.member_id) == member_id, col(SavedFilter.name) != name)
    if int(await session.scalar(others) or 0) >= MOST:
        return False
    row = upsert(SavedFilter).values(id=new_id(), member_id=member_id, name=name, query=query)
    await session.execute(row.on_conflict_do_update(index_elements=["member_id", "name"], set_={"query": query}))
    return True


async def forget(session: AsyncSession, member_id: UUID, filter_id: UUID) -> None:
    """Keep it no longer; of another member it stays."""
    mine = delete(SavedFilter).where(col(SavedFilter.id) == filter_id, col(SavedFilter.member_id) == member_id)
    await session.execute(mine)

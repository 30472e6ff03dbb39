"""Lists of what waits for members, on their way to them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.tables import MorningList, Name, Report
from shared.contracts.words import GONE
from shared.staff.absence import called
from shared.staff.tables import members


async def keep(session: AsyncSession, list_id: UUID, heard_at: datetime, **part: Any) -> None:
    """Keep one part of a list, in whatever order they are heard; of one that was decided about nothing more."""
    row = insert(MorningList).values(id=list_id, heard_at=heard_at, **part)
    still_open = col(MorningList.settled_at).is_(None)
    await session.execute(row.on_conflict_do_update(index_elements=["id"], set_=part, where=still_open))


async def morning_list(session: AsyncSession, list_id: UUID) -> MorningList:
    """A list."""
    return await session.get_one(MorningList, list_id)


async def open_lists(session: AsyncSession) -> list[MorningList]:
    """The lists about which nothing was decided, held; those others hold are passed over."""
    wanted = select(MorningList).where(col(MorningList.settled_at).is_(None)).order_by(col(MorningList.heard_at))
    return list(await session.scalars(wanted.limit(100).with_for_update(skip_locked=True)))


async def is_on_the_team(session: AsyncSession, member_id: UUID | None) -> bool:
    """Whether this member may come in now."""
    found = await session.execute(select(members.c.id).where(members.c.id == member_id, members.c.active))
    return found.first() is not None


async def titles_of(session: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, str]:
    """Number and title of each of these reports; those that were erased or taken back are left out."""
    wanted = select(Report).where(col(Report.id).in_(report_ids), col(Report.withdrawn_at).is_(None))
    found = await session.scalars(wanted)
    return {one.id: f"{one.reference}: {one.title}" for one in found if one.title != GONE}


async def dossiers_of(session: AsyncSession, dossier_ids: Collection[UUID]) -> dict[UUID, str]:
    """Number and title of each of these dossiers, as far as we heard of them."""
    found = await session.scalars(select(Name).where(col(Name.id).in_(dossier_ids)))
    return {one.id: f"{one.code}: {one.name}" for one in found}


async def parties_of(session: AsyncSession, party_ids: Collection[UUID]) -> dict[UUID, str]:
    """The name of each of these organisations, as far as we heard of them."""
    found = await session.scalars(select(Name).where(col(Name.id).in_(party_ids)))
    return {one.id: one.name for one in found}


async def colleagues_of(session: AsyncSession, member_ids: Collection[UUID]) -> dict[UUID, str]:
    """What each of these members is called, and until when they are away."""
    wanted = select(members.c.id, members.c.name, members.c.back_on).where(members.c.id.in_(member_ids))
    return {row.id: called(row.name, row.back_on) for row in await session.execute(wanted)}


async def empty(session: AsyncSession, list_id: UUID) -> None:
    """Forget where a list went, and what was on it."""
    gone = update(MorningList).where(col(MorningList.id) == list_id)
    await session.execute(gone.values(name=None, email=None, cases=None, tasks=None, handovers=None))


async def forget(session: AsyncSession, heard_before: datetime) -> None:
    """Drop lists of long ago."""
    old = delete(MorningList).where(col(MorningList.heard_at) < heard_before, col(MorningList.settled_at).is_not(None))
    await session.execute(old)

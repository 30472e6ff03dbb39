"""The lists of a dossier: removed entries stay, so that removing can be undone."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.tables import Entry, Evidence

Kind = TypeVar("Kind", bound=Entry)


async def entries_of(session: AsyncSession, kind: type[Kind], dossier_id: UUID, *, removed: bool = False) -> list[Kind]:
    """The entries of a dossier, or the ones that were removed from it, oldest first."""
    gone = col(kind.removed_at).is_not(None) if removed else col(kind.removed_at).is_(None)
    wanted = select(kind).where(col(kind.dossier_id) == dossier_id, gone)
    return list((await session.execute(wanted.order_by(col(kind.added_at), col(kind.id)))).scalars())


async def entry(session: AsyncSession, kind: type[Kind], dossier_id: UUID, entry_id: UUID) -> Kind | None:
    """One entry of this dossier, removed or not."""
    found = await session.get(kind, entry_id, populate_existing=True)
    return found if found and found.dossier_id == dossier_id else None


async def titles_of_evidence(session: AsyncSession, dossier_id: UUID) -> dict[UUID | None, str]:
    """What the sources of a dossier are called, also those that were removed."""
    wanted = select(Evidence).where(col(Evidence.dossier_id) == dossier_id)
    return {one.id: one.called for one in (await session.execute(wanted)).scalars()}


async def add(session: AsyncSession, new: Entry) -> None:
    """Store a new entry."""
    session.add(new)
    await session.flush()

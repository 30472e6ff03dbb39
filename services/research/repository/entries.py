"""Sources and findings: removed ones stay, so that removing can be undone."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.tables import Finding, RuleSource

Entry = TypeVar("Entry", RuleSource, Finding)


async def entries_of(
    session: AsyncSession, kind: type[Entry], dossier_id: UUID, *, removed: bool = False
) -> list[Entry]:
    """The entries of a dossier, or the ones that were removed from it, oldest first."""
    gone = col(kind.removed_at).is_not(None) if removed else col(kind.removed_at).is_(None)
    wanted = select(kind).where(col(kind.dossier_id) == dossier_id, gone)
    return list((await session.execute(wanted.order_by(col(kind.added_at), col(kind.id)))).scalars())


async def entry(
    session: AsyncSession, kind: type[RuleSource] | type[Finding], dossier_id: UUID, entry_id: UUID
) -> RuleSource | Finding | None:
    """One entry of this dossier, removed or not."""
    found: RuleSource | Finding | None = await session.get(kind, entry_id, populate_existing=True)
    return found if found and found.dossier_id == dossier_id else None


async def add(session: AsyncSession, new: RuleSource | Finding) -> None:
    """Store a new entry."""
    session.add(new)
    await session.flush()

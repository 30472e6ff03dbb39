"""The dossiers themselves."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.domain import DossierState
from services.research.tables import Dossier
from shared.paging import PAGE_SIZE, rows_before
from shared.staff.tables import members


async def add(session: AsyncSession, dossier: Dossier) -> None:
    """Store a new dossier."""
    session.add(dossier)
    await session.flush()


async def by_id(session: AsyncSession, dossier_id: UUID) -> Dossier | None:
    """A dossier, held so that nobody else changes it until this transaction ends."""
    # What was read before the lock may have been changed since by who held it.
    return await session.get(Dossier, dossier_id, with_for_update=True, populate_existing=True)


async def known(session: AsyncSession, dossier_id: UUID | None) -> Dossier | None:
    """A dossier to look at."""
    return await session.get(Dossier, dossier_id) if dossier_id else None


async def by_reference(session: AsyncSession, reference: str, *, hold: bool = False) -> Dossier | None:
    """The dossier with this reference; with `hold` nobody else changes it until this transaction ends."""
    wanted = select(Dossier).where(col(Dossier.reference) == reference)
    if hold:
        wanted = wanted.with_for_update()
    found = await session.execute(wanted.execution_options(populate_existing=hold))
    return found.scalar_one_or_none()


async def listed(session: AsyncSession, states: Collection[DossierState], page: int) -> list[Dossier]:
    """Dossiers in these states, the last changed first."""
    wanted = select(Dossier).where(col(Dossier.state).in_([state.value for state in states]))
    newest = wanted.order_by(col(Dossier.changed_at).desc(), col(Dossier.id)).limit(PAGE_SIZE).offset(rows_before(page))
    return list((await session.execute(newest)).scalars())


async def counts(session: AsyncSession) -> dict[DossierState, int]:
    """How many dossiers there are in each state."""
    grouped = select(col(Dossier.state), func.count()).group_by(col(Dossier.state))
    return {DossierState.parse(state): count for state, count in (await session.execute(grouped)).all()}


async def all_open(session: AsyncSession) -> list[Dossier]:
    """Every dossier that is being researched, the newest first."""
    wanted = select(Dossier).where(col(Dossier.state) == DossierState.RESEARCHING.value)
    return list((await session.execute(wanted.order_by(col(Dossier.reference).desc()))).scalars())


async def came_back(session: AsyncSession, member_id: UUID) -> list[Dossier]:
    """Dossiers for this member that were opened again by themselves and that nobody worked on since, in that order."""
    back = select(Dossier).where(
        col(Dossier.came_back).is_not(None), col(Dossier.state) == DossierState.RESEARCHING.value, is_for(member_id)
    )
    return list((await session.execute(back.order_by(col(Dossier.changed_at), col(Dossier.id)))).scalars())


def is_for(member_id: UUID) -> ColumnElement[bool]:
    """Whether a member looks after a dossier: who pulls it, or everybody when nobody on the team does."""
    others = select(members.c.id).where(members.c.active, members.c.id != member_id)
    return or_(col(Dossier.lead_id).is_(None), col(Dossier.lead_id).not_in(others))

"""The practices of the region."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.repository.suggesting import MOST
from services.intake.tables import Practice
from shared.paging import PAGE_SIZE, Page, rows_before


@dataclass(frozen=True)
class Sought:
    """Which practices somebody looks for; empty is all that are on the list."""

    words: str = ""
    region: str = ""
    retired: bool = False
    page: int = 1


async def listed(session: AsyncSession, sought: Sought) -> Page[Practice]:
    """One page of the practices sought, by name."""
    wanted = _conditions(sought)
    total = await session.scalar(select(func.count()).select_from(Practice).where(*wanted)) or 0
    ordered = select(Practice).where(*wanted).order_by(func.lower(col(Practice.name)), col(Practice.id))
    found = await session.scalars(ordered.offset(rows_before(sought.page)).limit(PAGE_SIZE))
    return Page(sought.page, found.all(), total)


async def regions(session: AsyncSession) -> Sequence[str]:
    """Every region there is a practice of."""
    known = select(col(Practice.region)).where(col(Practice.region).is_not(None)).distinct()
    return [region for region in await session.scalars(known.order_by(col(Practice.region))) if region]


async def practice(session: AsyncSession, practice_id: UUID, *, hold: bool = False) -> Practice | None:
    """One practice; held until the transaction ends when it is about to be changed."""
    return await session.get(Practice, practice_id, with_for_update=hold, populate_existing=True)


async def by_code(session: AsyncSession, codes: Iterable[str]) -> dict[str, Practice]:
    """The practices with these AGB codes, held until the transaction ends."""
    wanted = select(Practice).where(col(Practice.agb_code).in_(list(codes)))
    return {one.agb_code: one for one in await session.scalars(wanted.order_by(col(Practice.id)).with_for_update())}


async def meant(session: AsyncSession, name_key: str, agb_code: str | None) -> Practice | None:
    """The one practice on the list that somebody means: by its code, else by a name that only one of them has."""
    same = col(Practice.agb_code) == agb_code if agb_code else col(Practice.name_key) == name_key
    found = (await session.scalars(select(Practice).where(same, col(Practice.retired_at).is_(None)).limit(2))).all()
    return found[0] if len(found) == 1 else None


async def names(session: AsyncSession) -> Sequence[str]:
    """The names of practices on the list, in order."""
    offered = select(col(Practice.name)).where(col(Practice.retired_at).is_(None)).distinct()
    return (await session.scalars(offered.order_by(col(Practice.name)).limit(MOST))).all()


async def take_turns(session: AsyncSession) -> None:
    """Let nobody else add practices until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("practices", 0))))


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    gone = col(Practice.retired_at)
    conditions: list[ColumnElement[bool]] = [gone.is_not(None) if sought.retired else gone.is_(None)]
    if sought.region:
        conditions.append(col(Practice.region) == sought.region)
    if sought.words:
        fields = (col(Practice.name), col(Practice.place), col(Practice.agb_code))
        conditions.append(or_(*(field.icontains(sought.words, autoescape=True) for field in fields)))
    return conditions

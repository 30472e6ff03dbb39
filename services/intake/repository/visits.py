"""Who may look at all reports of an address, and which those are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import Report, Reporter, Visit


async def add_visit(session: AsyncSession, secret_hash: bytes, email: str, ends_at: datetime) -> None:
    """Let the browser with this secret look until then."""
    await session.execute(insert(Visit).values(secret_hash=secret_hash, email=email, ends_at=ends_at))


async def visit(session: AsyncSession, secret_hash: bytes, now: datetime) -> Visit | None:
    """The visit of the browser with this secret, unless it is over."""
    found = select(Visit).where(col(Visit.secret_hash) == secret_hash, col(Visit.ends_at) > now)
    return (await session.scalars(found)).one_or_none()


async def end_visit(session: AsyncSession, secret_hash: bytes) -> None:
    """The browser with this secret looks no more."""
    await session.execute(delete(Visit).where(col(Visit.secret_hash) == secret_hash))


async def end_visits_of(session: AsyncSession, email: str) -> None:
    """Nobody looks at the reports of this address any more."""
    await session.execute(delete(Visit).where(func.lower(col(Visit.email)) == email.lower()))


async def delete_old_visits(session: AsyncSession, now: datetime) -> None:
    """Forget visits that are over."""
    await session.execute(delete(Visit).where(col(Visit.ends_at) <= now))


async def count_of(session: AsyncSession, email: str) -> int:
    """How many reports came from this address."""
    mine = select(func.count()).select_from(Reporter).where(func.lower(col(Reporter.email)) == email.lower())
    return int(await session.scalar(mine) or 0)


async def reports_of(session: AsyncSession, email: str, *, skip: int, at_most: int) -> Sequence[Report]:
    """Reports that came from this address, the newest first; who sent those that were erased nobody knows."""
    mine = select(Report).join(Reporter, col(Reporter.report_id) == col(Report.id))
    mine = mine.where(func.lower(col(Reporter.email)) == email.lower())
    newest_first = mine.order_by(col(Report.submitted_at).desc(), col(Report.id).desc())
    return (await session.scalars(newest_first.offset(skip).limit(at_most))).all()

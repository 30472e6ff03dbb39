"""Wrong codes, counted per number."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import CodeTry
from shared.ids import new_id

# Sets these locks apart from others on the same texts.
_LOCK_SEED = 6


async def hold_reference(session: AsyncSession, reference: str) -> None:
    """Let nobody else try a code with this number until this transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(reference, _LOCK_SEED))))


async def tries_since(session: AsyncSession, reference: str, moment: datetime) -> int:
    """How many wrong codes were typed with this number since a moment."""
    wrong = select(func.count()).select_from(CodeTry)
    wrong = wrong.where(col(CodeTry.reference) == reference, col(CodeTry.tried_at) > moment)
    return int(await session.scalar(wrong) or 0)


async def add_try(session: AsyncSession, reference: str, at: datetime) -> None:
    """One more."""
    await session.execute(insert(CodeTry).values(id=new_id(), reference=reference, tried_at=at))


async def delete_tries(session: AsyncSession, before: datetime) -> None:
    """Forget tries from before a moment."""
    await session.execute(delete(CodeTry).where(col(CodeTry.tried_at) < before))

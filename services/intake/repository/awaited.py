"""Signs we wait for that a report was taken in elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.domain import Sign
from services.intake.tables import Awaited


async def await_signs(session: AsyncSession, report_id: UUID, due: Mapping[Sign, datetime]) -> None:
    """Expect these signs by their moments."""
    await session.execute(
        insert(Awaited), [{"report_id": report_id, "sign": sign, "due_at": due_at} for sign, due_at in due.items()]
    )


async def take_sign(session: AsyncSession, report_id: UUID, sign: Sign) -> None:
    """The sign is there."""
    await session.execute(delete(Awaited).where(col(Awaited.report_id) == report_id, col(Awaited.sign) == sign))


async def take_overdue(
    session: AsyncSession, sign: Sign, now: datetime, next_due_at: datetime, at_most: int
) -> Sequence[UUID]:
    """The reports whose sign is overdue, which from now on is due at a later moment; nobody takes the same one."""
    overdue = (
        select(col(Awaited.report_id), col(Awaited.sign))
        .where(col(Awaited.sign) == sign, col(Awaited.due_at) <= now)
        .order_by(col(Awaited.due_at))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Awaited)
        .where(tuple_(col(Awaited.report_id), col(Awaited.sign)).in_(overdue))
        .values(due_at=next_due_at)
        .returning(col(Awaited.report_id))
    )
    return (await session.scalars(taken)).all()

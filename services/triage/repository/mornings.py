"""What waits when a day begins."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.tables import WAITS_FOR_US, Case

_WAITS = text(WAITS_FOR_US)
# Nobody has more than this to decide about.
_MOST = 500


async def waiting_for(session: AsyncSession, member_id: UUID) -> Sequence[Case]:
    """The cases of a member that wait for us, the oldest deadline first."""
    mine = select(Case).where(_WAITS, col(Case.assigned_to) == member_id)
    return (await session.scalars(mine.order_by(col(Case.due_on), col(Case.report_id)).limit(_MOST))).all()


async def count_nobodys(session: AsyncSession, today: date) -> tuple[int, int]:
    """How many cases wait for us and are nobody's, and how many of those are late."""
    late = func.count().filter(col(Case.due_on) < today)
    counted = select(func.count(), late).select_from(Case).where(_WAITS, col(Case.assigned_to).is_(None))
    found = (await session.execute(counted)).one()
    return found[0], found[1]


async def count_late(session: AsyncSession, member_ids: Collection[UUID], today: date) -> Mapping[UUID, int]:
    """How many cases that wait for us are late, of each of these members who has any."""
    late = select(col(Case.assigned_to), func.count().label("late")).where(_WAITS, col(Case.due_on) < today)
    found = await session.execute(late.where(col(Case.assigned_to).in_(member_ids)).group_by(col(Case.assigned_to)))
    return {row.assigned_to: row.late for row in found}

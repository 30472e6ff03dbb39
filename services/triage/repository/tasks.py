"""What still has to be done for reports."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.domain import State
from services.triage.tables import Case, Task
from shared.contracts.pieces import Hider
from shared.messaging import hiding

# Nobody has more than this to do.
_MOST = 500
_OPEN = (col(Task.done_at).is_(None), col(Task.removed_at).is_(None))


async def of_report(session: AsyncSession, report_id: UUID) -> Sequence[Task]:
    """The tasks for a report: what has to be done first, then what is done."""
    wanted = select(Task).where(col(Task.report_id) == report_id, col(Task.removed_at).is_(None))
    order = col(Task.done_at).is_not(None), col(Task.due_on), col(Task.id)
    return (await session.scalars(wanted.order_by(*order))).all()


async def one(session: AsyncSession, report_id: UUID, task_id: UUID) -> Task | None:
    """One task for this report as it is now, removed or not."""
    found = await session.get(Task, task_id, populate_existing=True)
    return found if found and found.report_id == report_id else None


async def add(session: AsyncSession, task: Task) -> bool:
    """Keep a new one; False when there is one of this id."""
    row = upsert(Task).values(task.model_dump()).on_conflict_do_nothing()
    return (await session.execute(row.returning(col(Task.id)))).first() is not None


async def open_of(session: AsyncSession, member_id: UUID, until: date = date.max) -> list[tuple[Task, Case]]:
    """What a member still has to do, by this day or before, with the cases it is for; the earliest day first."""
    wanted = select(Task, Case).join(Case, col(Case.report_id) == col(Task.report_id))
    mine = wanted.where(*_mine(member_id), col(Task.due_on) <= until).order_by(col(Task.due_on), col(Task.id))
    return [(task, case) for task, case in (await session.execute(mine.limit(_MOST))).all()]


async def count_open(session: AsyncSession, member_id: UUID) -> int:
    """How much a member still has to do."""
    counted = select(func.count()).select_from(Task).join(Case, col(Case.report_id) == col(Task.report_id))
    return int(await session.scalar(counted.where(*_mine(member_id))) or 0)


async def forget(session: AsyncSession, report_id: UUID) -> None:
    """Keep none of a report."""
    await session.execute(delete(Task).where(col(Task.report_id) == report_id))


async def hide_in(session: AsyncSession, report_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of what has to be done."""
    await hiding.hide_in(session, select(Task).where(col(Task.report_id) == report_id), hider, "what")


def _mine(member_id: UUID) -> Collection[ColumnElement[bool]]:
    # Nothing is done any more for a report that its reporter took back.
    return *_OPEN, col(Task.owner_id) == member_id, col(Case.state) != State.WITHDRAWN.value

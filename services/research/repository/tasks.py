"""What still has to be done, over all dossiers."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.tables import Dossier, Task


async def open_tasks_of(session: AsyncSession, member_id: UUID) -> list[tuple[Task, Dossier]]:
    """What one member still has to do, with the dossiers it is for, the earliest day first."""
    wanted = (
        select(Task, Dossier)
        .join(Dossier, col(Dossier.id) == col(Task.dossier_id))
        .where(col(Task.owner_id) == member_id, col(Task.done_at).is_(None), col(Task.removed_at).is_(None))
    )
    found = await session.execute(wanted.order_by(col(Task.due_on), col(Task.id)))
    return [(task, dossier) for task, dossier in found.all()]


async def has_open(session: AsyncSession, dossier_id: UUID, beginning: str) -> bool:
    """Whether a dossier has a task that begins so and is not done."""
    wanted = select(Task.id).where(
        col(Task.dossier_id) == dossier_id,
        col(Task.what).startswith(beginning),
        col(Task.done_at).is_(None),
        col(Task.removed_at).is_(None),
    )
    return (await session.execute(wanted.limit(1))).first() is not None

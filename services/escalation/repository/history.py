"""What was done by whom with a handover: rows are only ever added."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.escalation.tables import Handover, HistoryEntry
from shared import clock
from shared.ids import new_id


async def record(
    session: AsyncSession, handover: Handover, who: str, text: str, *, edits_package: bool = False
) -> None:
    """Write down what somebody did; the handover was last changed now."""
    handover.changed_at = clock.now()
    session.add(
        HistoryEntry(
            id=new_id(),
            handover_id=handover.id,
            at=handover.changed_at,
            who=who,
            edits_package=edits_package,
            text=text,
        )
    )
    await session.flush()


async def of_handover(session: AsyncSession, handover_id: UUID) -> list[HistoryEntry]:
    """Everything that was done, newest first."""
    wanted = select(HistoryEntry).where(col(HistoryEntry.handover_id) == handover_id)
    newest = wanted.order_by(col(HistoryEntry.at).desc(), col(HistoryEntry.id).desc())
    return list((await session.execute(newest)).scalars())


async def last_edited_by(session: AsyncSession, handover_id: UUID) -> str:
    """Who saved the package last."""
    wanted = select(HistoryEntry.who).where(
        col(HistoryEntry.handover_id) == handover_id, col(HistoryEntry.edits_package)
    )
    newest = wanted.order_by(col(HistoryEntry.at).desc(), col(HistoryEntry.id).desc()).limit(1)
    return (await session.execute(newest)).scalar_one_or_none() or "Iemand"

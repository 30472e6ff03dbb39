"""What was done by whom in a dossier: rows are only ever added."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.domain import Section
from services.research.tables import Dossier, HistoryEntry
from shared import clock
from shared.ids import new_id


async def record(
    session: AsyncSession,
    dossier: Dossier,
    who: str,
    text: str,
    section: Section | None = None,
    entry_id: UUID | None = None,
) -> None:
    """Write down what somebody did; the dossier was last changed now."""
    dossier.changed_at = clock.now()
    session.add(
        HistoryEntry(
            id=new_id(),
            dossier_id=dossier.id,
            at=dossier.changed_at,
            who=who,
            section=section and section.value,
            entry_id=entry_id,
            text=text,
        )
    )
    await session.flush()


async def of_dossier(session: AsyncSession, dossier_id: UUID) -> list[HistoryEntry]:
    """Everything that was done, newest first."""
    wanted = select(HistoryEntry).where(col(HistoryEntry.dossier_id) == dossier_id)
    newest = wanted.order_by(col(HistoryEntry.at).desc(), col(HistoryEntry.id).desc())
    return list((await session.execute(newest)).scalars())


async def last_changed_by(
    session: AsyncSession, dossier_id: UUID, section: Section, entry_id: UUID | None = None
) -> str:
    """Who saved this part of the dossier last."""
    wanted = select(HistoryEntry.who).where(
        col(HistoryEntry.dossier_id) == dossier_id,
        col(HistoryEntry.section) == section.value,
        col(HistoryEntry.entry_id).is_(None) if entry_id is None else col(HistoryEntry.entry_id) == entry_id,
    )
    found = await session.execute(wanted.order_by(col(HistoryEntry.at).desc(), col(HistoryEntry.id).desc()).limit(1))
    return found.scalar_one_or_none() or "Iemand"

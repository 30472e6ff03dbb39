"""What open reports resemble, and which of them are to be looked at again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, bindparam, delete, exists, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import KnownThing
from services.intake.tables.known import FoundLikeness
from shared.contracts.likeness import KnownKind


async def make_due(session: AsyncSession, report_ids: Collection[UUID], at: datetime) -> None:
    """Look at these reports from a moment on."""
    rows = [{"report_id": report_id, "due_at": at} for report_id in sorted(report_ids)]
    if rows:
        new = upsert(FoundLikeness).values(rows)
        await session.execute(new.on_conflict_do_update(index_elements=["report_id"], set_={"due_at": at}))


async def resembling(session: AsyncSession, thing_id: UUID) -> Sequence[UUID]:
    """The reports that were found to resemble a thing."""
    alike: Any = col(FoundLikeness.found)
    found = select(col(FoundLikeness.report_id)).where(alike.contains([{"id": str(thing_id)}]))
    return (await session.scalars(found)).all()


# Asked every second, also when nothing is due: written once.
_DUE = (
    select(FoundLikeness)
    .where(col(FoundLikeness.due_at) <= bindparam("moment", type_=DateTime(timezone=True)))
    .order_by(col(FoundLikeness.due_at))
    .limit(1)
    .with_for_update(skip_locked=True)
)


async def next_due(session: AsyncSession, moment: datetime) -> FoundLikeness | None:
    """The report that waited longest to be looked at, held until this transaction ends."""
    return (await session.scalars(_DUE, {"moment": moment})).one_or_none()


async def is_open(session: AsyncSession, report_id: UUID) -> bool:
    """Whether a report stands by itself: linked to nothing, and not closed."""
    thing = (col(KnownThing.id) == report_id, col(KnownThing.kind) == KnownKind.REPORT.value, col(KnownThing.shown))
    return bool(await session.scalar(select(exists().where(*thing))))


async def forget(session: AsyncSession, report_id: UUID) -> None:
    """Keep nothing of what a report resembles."""
    await session.execute(delete(FoundLikeness).where(col(FoundLikeness.report_id) == report_id))

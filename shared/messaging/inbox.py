"""An effect and the memory that it happened are one transaction."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.tables import inbox


async def first_time(session: AsyncSession, consumer: str, event_id: UUID) -> bool:
    """Whether this consumer sees the event for the first time; of two at once, the database lets one be first."""
    written = await session.execute(
        insert(inbox).values(consumer=consumer, event_id=event_id).on_conflict_do_nothing().returning(inbox.c.event_id)
    )
    return written.first() is not None


async def known(session: AsyncSession, consumer: str, event_ids: Collection[UUID]) -> set[UUID]:
    """Those of these events that this consumer handled."""
    rows = select(inbox.c.event_id).where(inbox.c.consumer == consumer, inbox.c.event_id.in_(event_ids))
    return set((await session.execute(rows)).scalars())

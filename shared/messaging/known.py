"""Old events that a consumer handled already, looked up many at a time.

When a stream is filled again, everything that was ever said comes by once more, about in its old order. Asking the
inbox for each of them would take a hundred times as long.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from shared import clock
from shared.database import Database
from shared.messaging.tables import inbox

# A younger event is most likely a new one, which nobody knows yet.
OLD = timedelta(minutes=10)
# Facts come only about in their order.
BEFORE = timedelta(minutes=1)
AHEAD = 2000
MOMENT_BITS = 80
LAST = UUID(int=2**128 - 1)


class Known:
    """What one consumer remembers of a stretch of time."""

    def __init__(self, consumer: str, database: Database) -> None:
        self._consumer, self._database = consumer, database
        self._events: set[UUID] = set()
        self._from = self._until = UUID(int=0)
        self._reading = asyncio.Lock()

    async def has(self, event_id: UUID) -> bool:
        """Whether the consumer handled this event, when it is an old one; False for a young one."""
        if _moment(event_id) > clock.now() - OLD:
            return False
        async with self._reading:
            if not self._from <= event_id <= self._until:
                await self._read_ahead(event_id)
            return event_id in self._events

    async def _read_ahead(self, event_id: UUID) -> None:
        first = UUID(int=max(event_id.int - (int(BEFORE.total_seconds() * 1000) << MOMENT_BITS), 0))
        handled = select(inbox.c.event_id).where(inbox.c.consumer == self._consumer, inbox.c.event_id >= first)
        async with self._database.transaction() as session:
            found = (await session.scalars(handled.order_by(inbox.c.event_id).limit(AHEAD))).all()
        self._events, self._from = set(found), first
        self._until = max(found[-1], event_id) if len(found) == AHEAD else LAST


def _moment(event_id: UUID) -> datetime:
    """When a UUIDv7 was made: its first 48 bits are milliseconds (RFC 9562)."""
    return datetime.fromtimestamp((event_id.int >> MOMENT_BITS) / 1000, UTC)

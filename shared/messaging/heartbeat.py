"""Health is progress: the loops of a worker stamp their last turn in PostgreSQL, where the web process reads it."""

import time
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.database import Database
from shared.messaging.tables import heartbeats

STAMP_EVERY_SECONDS = 10.0
GRACE = timedelta(seconds=60)

_last: dict[tuple[str, str], float] = {}


async def stamp(database: Database, part: str, every_seconds: float = 0) -> None:
    """Note that a part that takes a turn every so many seconds took one; written at most once in ten seconds."""
    key, turn = (database.url + database.service, part), time.monotonic()
    if turn - _last.get(key, -STAMP_EVERY_SECONDS) < STAMP_EVERY_SECONDS:
        return
    stamps = {"stamped_at": clock.now(), "next_by": clock.now() + timedelta(seconds=every_seconds) + GRACE}
    async with database.transaction() as session:
        await session.execute(
            insert(heartbeats)
            .values(part=part, **stamps)
            .on_conflict_do_update(index_elements=[heartbeats.c.part], set_=stamps)
        )
    _last[key] = turn


async def late_parts(session: AsyncSession) -> list[str]:
    """The parts of this service's worker that should have taken a turn by now; `relay` when the worker never ran."""
    next_turns = {row.part: row.next_by for row in await session.execute(select(heartbeats))}
    if not next_turns:
        return ["relay"]
    return sorted(part for part, next_by in next_turns.items() if next_by < clock.now())

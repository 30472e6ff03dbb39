"""Health is progress: the loops of a worker stamp their last turn in PostgreSQL, where the web process reads it."""

import time
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.database import Database
from shared.messaging.tables import heartbeats

STAMP_EVERY_SECONDS = 10.0
LATE_AFTER = timedelta(seconds=60)

_last: dict[tuple[str, str], float] = {}


async def stamp(database: Database, part: str) -> None:
    """Note that this part of the worker goes round; written at most once in ten seconds."""
    key, turn = (database.url + database.service, part), time.monotonic()
    if turn - _last.get(key, -STAMP_EVERY_SECONDS) < STAMP_EVERY_SECONDS:
        return
    async with database.transaction() as session:
        await session.execute(
            insert(heartbeats)
            .values(part=part, stamped_at=func.now())
            .on_conflict_do_update(index_elements=[heartbeats.c.part], set_={"stamped_at": func.now()})
        )
    _last[key] = turn


async def late_parts(session: AsyncSession) -> list[str]:
    """The parts of this service's worker that have not gone round lately; `relay` when the worker never ran."""
    stamps = {row.part: row.stamped_at for row in await session.execute(select(heartbeats))}
    if not stamps:
        return ["relay"]
    return sorted(part for part, stamped_at in stamps.items() if stamped_at < clock.now() - LATE_AFTER)

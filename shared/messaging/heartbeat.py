"""Health is progress: a worker writes in PostgreSQL how its parts go round, and the web process reads it there."""

import asyncio
from datetime import timedelta

from sqlalchemy import ARRAY, Text, all_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.database import Database, is_infrastructure
from shared.messaging.progress import Progress
from shared.messaging.tables import heartbeats

WRITE_SECONDS = 10.0

# Written once, so that a worker at rest does not put them together again and again.
_NEW = insert(heartbeats)
_STAMP = _NEW.on_conflict_do_update(
    index_elements=[heartbeats.c.part],
    set_={"stamped_at": _NEW.excluded.stamped_at, "next_by": _NEW.excluded.next_by},
)
# A part that a newer version no longer has would be late for ever.
_FORGET_OTHERS = delete(heartbeats).where(heartbeats.c.part != all_(bindparam("parts", type_=ARRAY(Text))))


async def beat(database: Database, progress: Progress) -> None:
    """Write the progress of this worker every ten seconds, for ever; it shows nothing while PostgreSQL is away."""
    while True:
        try:
            await write(database, progress)
        except Exception as error:
            if not is_infrastructure(error):
                raise
        await asyncio.sleep(WRITE_SECONDS)


async def write(database: Database, progress: Progress) -> None:
    """Write when each part took its last turn and when its next one must have come, as of now."""
    rows = [_row(part, age, limit) for part, (age, limit) in progress.ages().items()]
    if not rows:
        return
    async with database.transaction() as session:
        await session.execute(_STAMP, rows)
        await session.execute(_FORGET_OTHERS, {"parts": [row["part"] for row in rows]})


def _row(part: str, age: float, limit: float) -> dict[str, object]:
    stamped_at = clock.now() - timedelta(seconds=age)
    # The next stamp itself may be up to one writing late.
    return {
        "part": part,
        "stamped_at": stamped_at,
        "next_by": stamped_at + timedelta(seconds=limit + WRITE_SECONDS),
    }


async def late_parts(session: AsyncSession) -> list[str]:
    """The parts of this service's worker that should have taken a turn by now; `relay` when the worker never ran."""
    next_turns = {row.part: row.next_by for row in await session.execute(select(heartbeats))}
    if not next_turns:
        return ["relay"]
    return sorted(part for part, next_by in next_turns.items() if next_by < clock.now())

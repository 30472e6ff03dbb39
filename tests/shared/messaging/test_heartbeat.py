from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from shared import clock
from shared.database import Database
from shared.messaging.heartbeat import late_parts, stamp

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


async def _late(database: Database, after: timedelta) -> list[str]:
    with clock.frozen(START + after):
        async with database.transaction() as session:
            return await late_parts(session)


async def test_a_worker_that_never_ran_is_late(databases: Callable[[str], Database]) -> None:
    assert await _late(databases("intake"), timedelta()) == ["relay"]


async def test_a_part_is_late_a_minute_after_its_next_turn(databases: Callable[[str], Database]) -> None:
    database = databases("intake")
    with clock.frozen(START):
        await stamp(database, "relay", every_seconds=2)
        await stamp(database, "forget-old-drafts", every_seconds=3600)
    assert await _late(database, timedelta(seconds=60)) == []
    assert await _late(database, timedelta(minutes=5)) == ["relay"]
    assert await _late(database, timedelta(hours=2)) == ["forget-old-drafts", "relay"]

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from shared import clock
from shared.database import Database
from shared.messaging.heartbeat import late_parts, write
from shared.messaging.progress import Progress

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


async def _late(database: Database, after: timedelta) -> list[str]:
    with clock.frozen(START + after):
        async with database.transaction() as session:
            return await late_parts(session)


async def _write(database: Database, progress: Progress, after: timedelta = timedelta()) -> None:
    with clock.frozen(START + after):
        await write(database, progress)


async def test_a_worker_that_never_ran_is_late(databases: Callable[[str], Database]) -> None:
    assert await _late(databases("intake"), timedelta()) == ["relay"]


async def test_a_part_is_late_when_its_limit_has_passed(databases: Callable[[str], Database]) -> None:
    database, progress = databases("intake"), Progress("intake")
    progress.expect("relay", 60)
    progress.expect("forget-old-drafts", 3720)
    await _write(database, progress)
    assert await _late(database, timedelta(seconds=60)) == []
    assert await _late(database, timedelta(minutes=5)) == ["relay"]
    assert await _late(database, timedelta(hours=2)) == ["forget-old-drafts", "relay"]


async def test_a_stuck_part_is_named_while_the_others_go_on(databases: Callable[[str], Database]) -> None:
    database, seconds = databases("intake"), [0.0]
    progress = Progress("intake", now=lambda: seconds[0])
    progress.expect("relay", 60)
    progress.expect("remind", 60)
    seconds[0] = 100
    progress.note("remind")
    await _write(database, progress, timedelta(seconds=100))
    assert await _late(database, timedelta(seconds=100)) == ["relay"]


async def test_a_part_that_is_no_more_is_not_late(databases: Callable[[str], Database]) -> None:
    database, old, new = databases("intake"), Progress("intake"), Progress("intake")
    old.expect("prune-outbox")
    new.expect("relay")
    await _write(database, old)
    await _write(database, new, timedelta(days=1))
    assert await _late(database, timedelta(days=1)) == []

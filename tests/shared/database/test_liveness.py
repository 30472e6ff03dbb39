"""Connections behind which nobody answers any more, over a line that swallows everything."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from shared.database import Database, is_infrastructure, liveness
from shared.messaging.wakeups import Wakeups
from tests.databases import execute
from tests.faults.proxy import FaultProxy, fault_proxy
from tests.pace import at_leisure
from tests.workers import until

SOON = 0.3


@pytest.fixture
def line(database_url: str) -> Iterator[FaultProxy]:
    """The line to the database."""
    folder = make_url(database_url).query["host"]
    with fault_proxy(Path(str(folder)) / ".s.PGSQL.5432") as proxy:
        yield proxy


@pytest.fixture
async def database(database_url: str, line: FaultProxy, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """The database over that line, with little patience."""
    monkeypatch.setattr(liveness, "COMMAND_SECONDS", SOON)
    monkeypatch.setattr(liveness, "PING_SECONDS", SOON)
    monkeypatch.setattr(liveness, "TRUSTED_SECONDS", 0)
    address = make_url(database_url).set(host="127.0.0.1", port=line.port, query={"ssl": "disable"})
    made = Database(address.render_as_string(hide_password=False), "intake")
    yield made
    await made.close()


async def _seconds_of_a_statement(database: Database) -> float:
    begun = time.monotonic()
    async with database.transaction() as session:
        await session.execute(text("select 1"))
    return time.monotonic() - begun


async def test_one_dead_connection_renews_the_whole_pool(database: Database, line: FaultProxy) -> None:
    await asyncio.gather(*(_seconds_of_a_statement(database) for _ in range(4)))
    line.half_open()
    assert await _seconds_of_a_statement(database) < at_leisure(SOON + liveness.CLOSE_SECONDS + 1)
    again = [await _seconds_of_a_statement(database) for _ in range(4)]
    assert max(again) < liveness.CLOSE_SECONDS + SOON


async def test_a_connection_that_ended_is_replaced_unnoticed(
    database: Database, line: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(liveness, "TRUSTED_SECONDS", 60)
    await _seconds_of_a_statement(database)
    line.cut()
    await asyncio.sleep(0.05)
    await _seconds_of_a_statement(database)


@pytest.fixture
async def goodbye(database_url: str, database: Database, line: FaultProxy) -> None:
    """The server ended the connection in the pool, and did not hang up."""
    async with database.transaction() as session:
        backend = await session.scalar(text("select pg_backend_pid()"))
    line.hide_ends()
    execute(make_url(database_url), f"select pg_terminate_backend({backend})")
    await asyncio.sleep(SOON)


@pytest.mark.usefixtures("goodbye")
async def test_a_server_that_said_goodbye_without_hanging_up_is_left_unnoticed(database: Database) -> None:
    await _seconds_of_a_statement(database)


@pytest.mark.usefixtures("goodbye")
async def test_its_goodbye_counts_as_a_fault_that_passes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(liveness, "TRUSTED_SECONDS", 60)
    with pytest.raises(DBAPIError) as caught:
        await _seconds_of_a_statement(database)
    assert is_infrastructure(caught.value)
    await _seconds_of_a_statement(database)


async def test_silence_in_the_middle_of_a_statement_ends_and_counts_as_a_fault_that_passes(
    database: Database, line: FaultProxy
) -> None:
    begun = time.monotonic()
    with pytest.raises(TimeoutError) as caught:
        async with database.transaction() as session:
            await session.execute(text("select 1"))
            line.stall()
            await session.execute(text("select 2"))
    assert is_infrastructure(caught.value)
    assert time.monotonic() - begun < at_leisure(SOON + liveness.CLOSE_SECONDS + 1)
    line.heal()
    await _seconds_of_a_statement(database)


async def test_a_listener_that_hears_nothing_any_more_listens_anew(
    database: Database, line: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.database.listening.PING_SECONDS", SOON)
    listening = asyncio.create_task(Wakeups(database, set()).run())

    async def listens(times: int) -> bool:
        return line.accepted == times

    await until(lambda: listens(1))
    line.half_open()
    await until(lambda: listens(2))
    listening.cancel()

"""What people decide happens once, is written down for good, and can be undone."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from shared import clock
from shared.database import Database
from shared.messaging import parked
from shared.messaging.jobs import JobContext
from shared.messaging.parked import failing
from shared.messaging.parked.log import SYSTEM, Action
from shared.messaging.parked.reading import Cause, State
from shared.messaging.parked.retrying import KEEP_DROPPED, clear
from shared.messaging.tables import parked as table
from shared.messaging.tables import parked_log
from tests.browserlike import settings_for_tests
from tests.builders import an_answer_given
from tests.parking import CONSUMER, REASON, delivery_of, entries, found, listed, park, row

WHO = "Peter Jansen"


@pytest.fixture
def database(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


async def _state(database: Database, parked_id: object) -> State | None:
    return next((one.state for one in await listed(database) if one.id == parked_id), None)


async def test_a_new_try_is_asked_for_once_however_often_people_click(database: Database) -> None:
    parked_id = await park(database, an_answer_given())

    async def click() -> bool:
        async with database.transaction() as session:
            return await parked.request_retry(session, parked_id, WHO)

    assert sorted(await asyncio.gather(*(click() for _ in range(4)))) == [False, False, False, True]
    assert await _state(database, parked_id) is State.RETRY_ASKED
    asked = [entry for entry in await entries(database, parked_id) if entry.action is Action.RETRY_ASKED]
    assert [entry.who for entry in asked] == [WHO]


async def test_everything_of_one_cause_is_tried_again_and_nothing_else(database: Database) -> None:
    same = [await park(database, an_answer_given()) for _ in range(3)]
    others = [
        await park(database, an_answer_given(), consumer="intake-mail-settled"),
        await park(database, an_answer_given(), reason="another"),
    ]
    async with database.transaction() as session:
        assert await parked.retry_all(session, Cause(CONSUMER, REASON), WHO) == 3
        assert await parked.retry_all(session, Cause(CONSUMER, REASON), WHO) == 0
    assert {await _state(database, one) for one in same} == {State.RETRY_ASKED}
    assert {await _state(database, one) for one in others} == {State.WAITING}
    async with database.transaction() as session:
        assert await parked.retry_all(session, Cause(), WHO) == 2
    assert {await _state(database, one) for one in others} == {State.RETRY_ASKED}


async def test_what_is_dropped_waits_no_longer_and_can_be_put_back(database: Database) -> None:
    parked_id = await park(database, an_answer_given())
    async with database.transaction() as session:
        assert await parked.drop(session, parked_id, WHO, "Een proef")
        assert not await parked.drop(session, parked_id, WHO, "Nog eens")
        assert not await parked.request_retry(session, parked_id, WHO)
    message = await found(database, parked_id)
    assert message
    assert (message.state, message.dropped_by, message.dropped_because) == (State.DROPPED, WHO, "Een proef")
    assert await listed(database) == []
    async with database.transaction() as session:
        assert await parked.restore(session, parked_id, "Iemand anders")
        assert not await parked.restore(session, parked_id, "Iemand anders")
    assert await _state(database, parked_id) is State.WAITING
    assert [(entry.action, entry.who, entry.text) for entry in await entries(database, parked_id)] == [
        (Action.PARKED, SYSTEM, REASON),
        (Action.DROPPED, WHO, "Een proef"),
        (Action.RESTORED, "Iemand anders", None),
    ]


async def test_dropping_takes_back_a_try_that_did_not_begin_and_no_other(database: Database) -> None:
    parked_id = await park(database, an_answer_given())
    async with database.transaction() as session:
        await parked.request_retry(session, parked_id, WHO)
        await session.execute(update(table).values(retry_started_at=clock.now()))
        assert not await parked.drop(session, parked_id, WHO, "Toch niet")
        await session.execute(update(table).values(retry_started_at=None))
        assert await parked.drop(session, parked_id, WHO, "Toch niet")
    assert (await row(database, parked_id)).retry_requested_at is None


async def test_what_was_dropped_stays_dropped_when_it_fails_again(database: Database) -> None:
    delivery = delivery_of(an_answer_given())
    parked_id = await park(database, delivery)
    async with database.transaction() as session:
        await parked.drop(session, parked_id, WHO, "Een proef")
    assert await park(database, delivery) == parked_id
    assert await listed(database) == []
    assert len(await entries(database, parked_id)) == 2


async def test_the_content_of_what_was_dropped_goes_after_thirty_days(database: Database) -> None:
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    delivery = delivery_of(an_answer_given())
    with clock.frozen(start):
        parked_id = await park(database, delivery)
        async with database.transaction() as session:
            await parked.drop(session, parked_id, WHO, "Een proef")
    context = JobContext(database, settings_for_tests())
    for days, size in ((29, len(delivery.body)), (31, 0), (32, 0)):
        with clock.frozen(start + timedelta(days=days)):
            await clear(context)
        message = await found(database, parked_id)
        assert message
        assert message.body_size == size
    assert timedelta(days=29) < KEEP_DROPPED < timedelta(days=31)
    assert [entry.action for entry in await entries(database, parked_id)][2:] == [Action.CLEARED]
    async with database.transaction() as session:
        assert await failing.known(session, CONSUMER, [delivery]) == {delivery.sequence}


@pytest.mark.parametrize("change", [update(parked_log).values(who="Niemand"), delete(parked_log)])
async def test_the_log_of_parked_messages_only_grows(database: Database, change: object) -> None:
    await park(database, an_answer_given())
    with pytest.raises(DBAPIError, match="only grows"):
        async with database.transaction() as session:
            await session.execute(change)  # type: ignore[call-overload]


async def test_the_log_holds_nothing_of_the_content(database: Database) -> None:
    parked_id = await park(database, an_answer_given(text="Ze heet Noor Bakker."))
    async with database.transaction() as session:
        await parked.drop(session, parked_id, WHO, "Een proef")
        stored = await session.scalar(text("select string_agg(parked_log::text, ' ') from parked_log"))
    assert "Noor" not in str(stored)


async def test_a_list_never_reads_a_body(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await park(database, an_answer_given(text="x" * 50_000))
    async with database.transaction() as session:
        (message,) = await parked.listed(session)
    assert message.body_size > 50_000
    assert not any(isinstance(value, bytes) for value in vars(message).values())

"""One event is one parked message, whatever number it has in whatever stream."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.database import Database
from shared.messaging.delivery import Delivery
from shared.messaging.jobs import JobContext
from shared.messaging.parked import failing
from shared.messaging.parked.identity import event_id_in, fingerprint
from shared.messaging.parked.log import Action
from shared.messaging.parked.retrying import clear
from tests.browserlike import settings_for_tests
from tests.builders import an_answer_given
from tests.parking import CONSUMER, body_of, delivery_of, entries, found, handled_elsewhere, listed, park, row

UNREADABLE = Delivery(b"{", "intake.answer.given.v1.x", "FACTS", 3, 1)


@pytest.fixture
def database(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


async def test_an_event_said_again_is_the_same_parked_message(database: Database) -> None:
    delivery = delivery_of(an_answer_given(), sequence=5)
    first = await park(database, delivery)
    assert await park(database, replace(delivery, sequence=9)) == first
    (message,) = await listed(database)
    assert (message.failures, message.stream_sequence) == (2, 9)


async def test_a_number_that_comes_back_in_a_new_stream_is_another_message(database: Database) -> None:
    first, second = [await park(database, delivery_of(an_answer_given(), sequence=5)) for _ in range(2)]
    assert first != second
    async with database.transaction() as session:
        await failing.forget(session, CONSUMER, delivery_of(an_answer_given(), sequence=5))
    assert len(await listed(database)) == 2


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"id": 5}', b'{"id": "x"}', b"[" * 50_000, b"\xff"])
async def test_what_nobody_can_read_is_known_by_all_it_holds(database: Database, body: bytes) -> None:
    assert event_id_in(body) is None
    await park(database, replace(UNREADABLE, body=body))
    await park(database, replace(UNREADABLE, body=body, sequence=4))
    await park(database, replace(UNREADABLE, body=body, subject="intake.answer.given.v1.y"))
    assert len(await listed(database)) == 2


def test_an_event_stays_the_same_when_an_erasure_empties_it() -> None:
    fact = an_answer_given(text="Ze heet Noor.")
    body = body_of(fact)
    assert fingerprint(fact.subject, body) == fingerprint(fact.subject, body.replace(b"Ze heet Noor.", b""))


async def test_what_is_parked_or_dropped_is_known_and_nothing_else(database: Database) -> None:
    aside, other = delivery_of(an_answer_given(), 5), delivery_of(an_answer_given(), 6)
    await park(database, aside)
    async with database.transaction() as session:
        assert await failing.known(session, CONSUMER, [replace(aside, sequence=8), other]) == {8}
        assert await failing.known(session, "intake-other", [aside]) == set()


async def test_what_was_handled_on_another_way_is_parked_no_longer(database: Database) -> None:
    stays, goes = [await park(database, delivery_of(an_answer_given())) for _ in range(2)]
    message = await found(database, goes)
    assert message
    assert message.event_id
    await handled_elsewhere(database, [message.event_id])
    await clear(JobContext(database, settings_for_tests()))
    assert [one.id for one in await listed(database)] == [stays]
    assert [entry.action for entry in await entries(database, goes)] == [Action.PARKED, Action.HANDLED]


async def test_a_message_handled_meanwhile_is_not_parked(database: Database) -> None:
    async with database.transaction() as session:
        await failing.park(session, CONSUMER, UNREADABLE)
    assert await listed(database) == []


async def test_the_reason_and_the_body_are_kept_as_they_came(database: Database) -> None:
    parked_id = await park(database, UNREADABLE, reason="some.Error at a.py:1")
    stored = await row(database, parked_id)
    assert (bytes(stored.body), stored.reason) == (UNREADABLE.body, "some.Error at a.py:1")

"""A new try that people ask for: it happens once, says how it ended, and cannot keep killing the worker."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from shared import clock
from shared.database import Database
from shared.messaging import parked
from shared.messaging.changes import Changes
from shared.messaging.consuming import Consumer
from shared.messaging.delivery import Delivery
from shared.messaging.jobs import JobContext
from shared.messaging.parked.log import SYSTEM, Action
from shared.messaging.parked.reading import Cause, State
from shared.messaging.parked.retrying import DIED, GIVEN_UP_ON, MOST_BEGUN, NOBODY, ParkedRetries
from shared.messaging.progress import Progress
from shared.messaging.tables import inbox
from shared.messaging.tables import parked as table
from tests.browserlike import settings_for_tests
from tests.builders import an_answer_given
from tests.parking import CONSUMER, delivery_of, entries, found, listed, park, row
from tests.shared.messaging.conftest import Hearing

WHO = "Peter Jansen"


class Noted(Consumer):
    """Notes what it is given."""

    begun: list[str]

    async def handle_once_more(self, delivery: Delivery, job: str) -> None:
        self.begun.append(delivery.subject)
        await super().handle_once_more(delivery, job)


@dataclass
class Service:
    """A service with its retries, without a broker: nothing of a retry needs one."""

    database: Database
    hearing: Hearing = field(default_factory=Hearing)
    begun: list[str] = field(default_factory=list)

    async def take_turn(self) -> None:
        """One turn of the worker's job."""
        consumer = Noted(self.hearing.facts.subscriptions[0], self.database, Progress("intake"), Changes(self.database))
        consumer.begun = self.begun
        retry = ParkedRetries({CONSUMER: consumer}).jobs()[0]
        await retry.run(JobContext(self.database, settings_for_tests()))

    async def ask(self, parked_id: UUID) -> None:
        """A person wants a new try."""
        async with self.database.transaction() as session:
            assert await parked.request_retry(session, parked_id, WHO)


@pytest.fixture
def service(databases: Callable[[str], Database]) -> Service:
    return Service(databases("intake"))


async def test_a_try_that_succeeds_handles_the_message_once_and_says_so(service: Service) -> None:
    fact = an_answer_given()
    parked_id = await park(service.database, fact)
    await service.take_turn()
    assert service.hearing.heard == []
    await service.ask(parked_id)
    await service.take_turn()
    await service.take_turn()
    assert service.hearing.heard == [fact]
    assert await found(service.database, parked_id) is None
    done = [(entry.action, entry.who) for entry in await entries(service.database, parked_id)]
    assert done == [(Action.PARKED, SYSTEM), (Action.RETRY_ASKED, WHO), (Action.HANDLED, SYSTEM)]


async def test_a_try_that_fails_waits_for_people_again_with_the_new_reason(service: Service) -> None:
    parked_id = await park(service.database, an_answer_given())
    service.hearing.faults = [KeyError("Ze heet Noor.")]
    await service.ask(parked_id)
    await service.take_turn()
    (message,) = await listed(service.database)
    assert (message.state, message.failures, message.retries_failed) == (State.FAILED_AGAIN, 2, 1)
    assert message.reason.startswith("builtins.KeyError at ")
    last = (await entries(service.database, parked_id))[-1]
    assert (last.action, last.text) == (Action.FAILED_AGAIN, message.reason)
    assert "Noor" not in f"{message.reason} {last.text}"
    await service.take_turn()
    assert service.hearing.heard == []
    await service.ask(parked_id)
    await service.take_turn()
    assert await listed(service.database) == []


async def test_a_message_of_which_only_a_number_is_left_is_found_by_its_own_name(service: Service) -> None:
    """An erasure may have emptied what nobody could read; the row must not be lost sight of."""
    parked_id = await park(service.database, Delivery(b"{", "intake.answer.given.v1.x", "FACTS", 3, 1))
    async with service.database.transaction() as session:
        await session.execute(table.update().values(body=b""))
    await service.ask(parked_id)
    await service.take_turn()
    (message,) = await listed(service.database)
    assert (message.id, message.state) == (parked_id, State.FAILED_AGAIN)


async def test_a_try_that_kills_its_worker_is_begun_a_few_times_and_then_left_to_people(service: Service) -> None:
    parked_id = await park(service.database, an_answer_given())
    await service.ask(parked_id)
    for _ in range(MOST_BEGUN):
        service.hearing.faults = [SystemExit()]  # type: ignore[list-item]
        with pytest.raises(SystemExit):
            await service.take_turn()
        assert (await listed(service.database))[0].state is State.RETRYING
        await service.take_turn()
        assert (await listed(service.database))[0].state is State.RETRYING
        await _make_the_last_try_old(service.database)
    await service.take_turn()
    (message,) = await listed(service.database)
    assert (message.state, message.reason) == (State.FAILED_AGAIN, DIED)
    stored = await row(service.database, parked_id)
    assert (stored.retries_begun, stored.retry_started_at, stored.retry_requested_at) == (0, None, None)


async def _make_the_last_try_old(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(table.update().values(retry_started_at=clock.now() - GIVEN_UP_ON - timedelta(seconds=1)))


async def test_a_message_nobody_hears_any_more_is_left_to_people(service: Service) -> None:
    parked_id = await park(service.database, an_answer_given(), consumer="intake-of-before")
    await service.ask(parked_id)
    await service.take_turn()
    (message,) = await listed(service.database)
    assert (message.state, message.reason) == (State.FAILED_AGAIN, NOBODY)


async def test_two_workers_never_take_the_same_message(service: Service) -> None:
    ids = [await park(service.database, an_answer_given()) for _ in range(20)]
    async with service.database.transaction() as session:
        assert await parked.retry_all(session, Cause(), WHO) == len(ids)
    await asyncio.gather(*(service.take_turn() for _ in range(3)))
    assert len(service.begun) == len(set(service.begun)) == len(ids)
    assert len(service.hearing.heard) == len(ids)
    assert await listed(service.database) == []
    async with service.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(inbox)) == len(ids)
    for one in ids:
        assert [entry.action for entry in await entries(service.database, one)].count(Action.HANDLED) == 1


async def test_a_message_handled_before_has_no_second_effect(service: Service) -> None:
    fact = an_answer_given()
    delivery = delivery_of(fact)
    await service.hearing.facts.subscriptions[0].apply(service.database, delivery.body)
    parked_id = await park(service.database, delivery)
    await service.ask(parked_id)
    await service.take_turn()
    assert service.hearing.heard == [fact]
    assert await listed(service.database) == []

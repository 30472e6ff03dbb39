"""What the broker holds for done and nobody handled is handled after all, once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from shared.contracts.intake import AnswerGivenV1
from shared.database import Database
from shared.messaging import outbox, parked
from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from shared.messaging.streams import advisory_durable
from shared.messaging.tables import sweeps
from tests.builders import an_answer_given
from tests.servers import NatsServer
from tests.shared.messaging.conftest import Hearing, Start
from tests.workers import until

Databases = Callable[[str], Database]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.messaging.service_worker.SWEEP_INBOX_SECONDS", 0.2)


async def _lose(nats: NatsServer, hearing: Hearing, count: int) -> None:
    """Acknowledge messages that nobody handled."""
    client = await connect(nats.url, name="test")
    subscription = await client.jetstream().pull_subscribe_bind(hearing.facts.durables[0].name, stream="FACTS")
    lost = 0
    while lost < count:
        for message in await subscription.fetch(count - lost, timeout=10):
            await message.ack_sync()
            lost += 1
    await client.close()


async def test_a_fact_acknowledged_by_mistake_is_handled_after_all(
    databases: Databases, working: Start, nats: NatsServer
) -> None:
    hearing, database = Hearing(), databases("intake")
    facts = [an_answer_given() for _ in range(5)]
    await provision(nats.url, [*hearing.facts.durables, advisory_durable("intake", hearing.facts.durables)])
    await _say_to_the_broker(nats, facts[:3])
    await _lose(nats, hearing, 3)
    await working(hearing.facts)
    await until(lambda: hearing.has_heard(3))
    async with database.transaction() as session:
        await outbox.add(session, *facts[3:])
    await until(lambda: hearing.has_heard(5))
    # Side by side, so in any order.
    assert sorted(str(fact.report_id) for fact in hearing.heard) == sorted(str(fact.report_id) for fact in facts)


async def test_what_was_handled_or_set_aside_is_left_alone(
    databases: Databases, working: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.failures.PACES", ())
    hearing, database = Hearing(), databases("intake")
    hearing.faults = [RuntimeError()]
    worker = await working(hearing.facts)
    async with database.transaction() as session:
        await outbox.add(session, an_answer_given(), an_answer_given())
    await until(lambda: hearing.has_heard(1))

    async def is_swept() -> bool:
        return await _swept_to(database) == 2

    await until(is_swept)
    await worker.stop()
    async with database.transaction() as session:
        assert len(await parked.listed(session)) == 1
    assert len(hearing.heard) == 1


async def test_a_message_that_is_none_of_ours_is_parked_when_it_was_missed(
    databases: Databases, working: Start, nats: NatsServer
) -> None:
    hearing, database = Hearing(), databases("intake")
    await provision(nats.url, [*hearing.facts.durables, advisory_durable("intake", hearing.facts.durables)])
    client = await connect(nats.url, name="test")
    await client.jetstream().publish(f"{AnswerGivenV1.SUBJECT}.1", b"no fact")
    await client.close()
    await _lose(nats, hearing, 1)
    await working(hearing.facts)

    async def is_parked() -> bool:
        async with database.transaction() as session:
            return len(await parked.listed(session)) == 1

    await until(is_parked)


async def _say_to_the_broker(nats: NatsServer, facts: list[AnswerGivenV1]) -> None:
    client = await connect(nats.url, name="test")
    for fact in facts:
        await client.jetstream().publish(fact.subject, outbox.envelope(fact).model_dump_json().encode())
    await client.close()


async def _swept_to(database: Database) -> int:
    async with database.transaction() as session:
        return int(await session.scalar(select(sweeps.c.swept_to)) or 0)

"""A stream that was made anew is filled from the outbox, behind whatever is new."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from nats.aio.client import Client
from sqlalchemy import select, update

from shared import clock
from shared.contracts.intake import AnswerGivenV1
from shared.database import Database
from shared.messaging import outbox
from shared.messaging.connection import connect
from shared.messaging.progress import Progress
from shared.messaging.provisioning import provision, remove_streams
from shared.messaging.streams import Durable
from shared.messaging.streams_seen import Refill
from shared.messaging.tables import outbox as rows
from tests.builders import an_answer_given
from tests.servers import NatsServer

Databases = Callable[[str], Database]
HEARER = Durable("triage-answer-given", "FACTS", (f"{AnswerGivenV1.SUBJECT}.*",))
LONG_AGO = timedelta(days=1)


@pytest.fixture
async def client(nats: NatsServer) -> AsyncIterator[Client]:
    await provision(nats.url, [])
    client = await connect(nats.url, name="test")
    yield client
    await client.close()


@pytest.fixture
async def refill(databases: Databases, client: Client, nats: NatsServer) -> Refill:
    """Facts that stood in a stream which is gone."""
    await Refill(databases("intake"), client, [], Progress("intake")).turn()
    for _ in range(3):
        await say(databases("intake"))
    await publish(databases("intake"), LONG_AGO)
    await remove_streams(nats.url)
    await provision(nats.url, [HEARER])
    return Refill(databases("intake"), client, [HEARER], Progress("intake"))


async def say(database: Database) -> None:
    async with database.transaction() as session:
        await outbox.add(session, an_answer_given())


async def publish(database: Database, ago: timedelta) -> None:
    """What the relay does, some time ago."""
    async with database.transaction() as session:
        await session.execute(update(rows).where(rows.c.published_at.is_(None)).values(published_at=clock.now() - ago))


async def unsaid(database: Database) -> list[int]:
    async with database.transaction() as session:
        return list(await session.scalars(select(rows.c.id).where(rows.c.published_at.is_(None)).order_by(rows.c.id)))


async def test_what_is_new_goes_before_what_a_lost_stream_held(databases: Databases, refill: Refill) -> None:
    await say(databases("intake"))
    for _ in range(3):
        await refill.turn()
    assert await unsaid(databases("intake")) == [4]
    await publish(databases("intake"), ago=timedelta())
    await refill.turn()
    assert await unsaid(databases("intake")) == [1, 2, 3, 4]


async def test_a_new_stream_is_filled_once(
    databases: Databases, refill: Refill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.streams_seen.PIECE", 2)
    monkeypatch.setattr("shared.messaging.streams_seen.CLOCKS_DIFFER", timedelta())
    filled: list[list[int]] = []
    for _ in range(6):
        await refill.turn()
        if said := await unsaid(databases("intake")):
            filled.append(said)
            await publish(databases("intake"), ago=timedelta(seconds=-1))
    assert filled == [[1, 2], [3]]
    await refill.turn()
    assert await unsaid(databases("intake")) == []


async def test_a_new_stream_is_filled_no_faster_than_it_is_heard(
    databases: Databases, refill: Refill, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.streams_seen.BEHIND", 1)
    await refill.turn()
    for number in range(2):
        await client.jetstream().publish(f"{AnswerGivenV1.SUBJECT}.{number}", b"{}")
    await refill.turn()
    assert await unsaid(databases("intake")) == []
    subscription = await client.jetstream().pull_subscribe_bind(HEARER.name, stream=HEARER.stream)
    for message in await subscription.fetch(2, timeout=5):
        await message.ack_sync()
    await refill.turn()
    assert await unsaid(databases("intake")) == [1, 2, 3]

"""What a worker does when the broker no longer holds what it should."""

import asyncio
from collections.abc import Callable

import pytest
from nats.js.manager import JetStreamManager
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import AnswerGivenV1
from shared.database import Database
from shared.messaging import outbox, pulling
from shared.messaging.broker_watch import BrokerWatch, part_of
from shared.messaging.connection import connect
from shared.messaging.progress import Progress
from shared.messaging.provisioning import NotProvisioned, provision
from shared.messaging.streams import advisory_durable, stream_configs
from shared.messaging.subscribing import FactSubscribers
from tests.builders import an_answer_given
from tests.servers import NatsServer
from tests.shared.messaging.conftest import Start
from tests.workers import Worker, until

Databases = Callable[[str], Database]

facts = FactSubscribers("intake")
effects: list[AnswerGivenV1] = []


@facts.hears(AnswerGivenV1)
async def on_answer(_session: AsyncSession, event: CloudEvent[AnswerGivenV1]) -> None:
    effects.append(event.data)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.messaging.broker_watch.LOOK_SECONDS", 0.2)
    monkeypatch.setattr("shared.messaging.streams_seen.LOOK_SECONDS", 0.2)
    effects.clear()


async def _manage(nats: NatsServer) -> JetStreamManager:
    return (await connect(nats.url, name="test")).jsm()


async def test_a_worker_ends_when_a_durable_is_deleted_under_it(working: Start, nats: NatsServer) -> None:
    worker = await working(facts)
    await _has_started(worker)
    await (await _manage(nats)).delete_consumer("FACTS", "intake-answer-given")
    failure = await worker.failure()
    assert isinstance(failure, NotProvisioned)
    assert "consumer not found" in str(failure)
    assert "run `regelwijzer provision`" in str(failure)


async def test_a_worker_ends_when_a_stream_drifts_under_it(working: Start, nats: NatsServer) -> None:
    worker = await working(facts)
    await _has_started(worker)
    stream = next(config for config in stream_configs() if config.name == "FACTS")
    stream.max_bytes = 1024 * 1024
    stream.duplicate_window = 60
    await (await _manage(nats)).update_stream(stream)
    failure = await worker.failure()
    assert isinstance(failure, NotProvisioned)
    told = str(failure)
    assert "stream FACTS has max_bytes 1048576, not 4294967296" in told
    assert "duplicate_window" in told


async def test_what_a_lost_stream_held_is_said_again_and_has_no_second_effect(
    databases: Databases, working: Start, nats: NatsServer
) -> None:
    first = await working(facts)
    said = [an_answer_given() for _ in range(3)]
    await _say(databases("intake"), *said[:2])
    await _has_started(first)

    async def heard(count: int) -> bool:
        return len(effects) >= count

    await until(lambda: heard(2))
    await first.stop()
    await (await _manage(nats)).delete_stream("FACTS")
    await _say(databases("intake"), said[2])
    await working(facts)
    await until(lambda: heard(3))
    manager = await _manage(nats)

    async def is_whole() -> bool:
        return (await manager.stream_info("FACTS")).state.messages == 3

    await until(is_whole)

    async def all_settled() -> bool:
        info = await manager.consumer_info("FACTS", "intake-answer-given")
        return not info.num_pending and not info.num_ack_pending

    await until(all_settled)
    assert sorted(str(fact.report_id) for fact in effects) == sorted(str(fact.report_id) for fact in said)


async def test_a_durable_that_hands_out_nothing_is_stuck(databases: Databases, nats: NatsServer) -> None:
    durables = [*facts.durables, advisory_durable("intake", facts.durables)]
    await provision(nats.url, durables)
    client = await connect(nats.url, name="test")
    progress, seconds = Progress("intake", now=lambda: seconds[0]), [0.0]
    watch = BrokerWatch(databases("intake"), client, durables, progress)
    await watch.look()
    await client.jetstream().publish(f"{AnswerGivenV1.SUBJECT}.1", b"{}")
    seconds[0] = 50
    await watch.look()
    seconds[0] = 70
    assert progress.stuck() == [part_of(facts.durables[0])]
    subscription = await client.jetstream().pull_subscribe_bind("intake-answer-given", stream="FACTS")
    await subscription.fetch(1, timeout=5)
    await watch.look()
    assert progress.stuck() == []
    await client.close()


async def test_while_the_broker_is_away_nothing_is_stuck(databases: Databases, nats: NatsServer) -> None:
    await provision(nats.url, facts.durables)
    client = await connect(nats.url, name="test")
    progress, seconds = Progress("intake", now=lambda: seconds[0]), [0.0]
    watch = BrokerWatch(databases("intake"), client, facts.durables, progress)
    nats.kill()

    async def noticed() -> bool:
        return not client.is_connected

    await until(noticed)
    seconds[0] = 3600
    await watch.look()
    assert progress.stuck() == []
    await client.close()


async def test_a_pull_that_fails_is_not_repeated_without_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.messaging.pulling.FAULT_PAUSE_SECONDS", 0.2)
    notes: list[None] = []
    subscription = Failing()
    pulling.watch(subscription, lambda: notes.append(None))  # type: ignore[arg-type]
    began = asyncio.get_running_loop().time()
    with pytest.raises(ConnectionError):
        await subscription.fetch()
    assert asyncio.get_running_loop().time() - began >= 0.2
    assert notes == []


class Failing:
    """What the broker answers once a durable is gone."""

    async def fetch(self) -> None:
        raise ConnectionError


async def _say(database: Database, *answers: AnswerGivenV1) -> None:
    async with database.transaction() as session:
        await outbox.add(session, *answers)


async def _has_started(worker: Worker) -> None:
    async def pulls() -> bool:
        return any(part.startswith("flow") for part in worker.service.progress.ages())

    await until(pulls)

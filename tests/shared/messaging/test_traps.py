"""The settings that keep us out of the traps of FastStream, nats-py and the broker; each test fails without its own.

The numbers are those of the table in tests/faults/README.md.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from faststream.nats.subscriber.usecases import PullStreamSubscriber
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import OutboundBufferLimitError
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType
from pydantic import ValidationError
from sqlalchemy import select

from deploy.embedded.forked import Forked
from deploy.nats.config import render
from deploy.services import existing, subscribers_of
from shared.contracts.cloud_event import event_type
from shared.contracts.intake import AnswerGivenV1
from shared.database import Database
from shared.messaging import broker, consuming, outbox, relay
from shared.messaging.changes import Changes
from shared.messaging.connection import connect, connection_options
from shared.messaging.consuming import Consumer
from shared.messaging.progress import Progress
from shared.messaging.provisioning import provision
from shared.messaging.streams import ACK_WAIT, stream_configs
from shared.messaging.subscribing import FactSubscribers
from shared.messaging.tables import outbox as outbox_table
from tests.architecture.source import PRODUCT, files, place
from tests.builders import an_answer_given
from tests.pace import at_leisure
from tests.servers import NatsServer
from tests.shared.messaging.conftest import Hearing, Start
from tests.workers import Worker, until

Databases = Callable[[str], Database]


async def _connected(nats: NatsServer) -> Client:
    return await connect(nats.url, name="test")


async def _say(database: Database, *facts: AnswerGivenV1) -> None:
    async with database.transaction() as session:
        await outbox.add(session, *facts)


def _subscribers() -> list[PullStreamSubscriber]:
    """Every subscriber there is, as a worker makes it."""
    made = []
    for service in existing():
        built = broker.make_broker(service, "nats://127.0.0.1:1")
        facts = subscribers_of(service)
        for one in facts.subscriptions if facts else ():
            database = Database("postgresql+asyncpg:///unused", service)
            Consumer(one, database, Progress(service), Changes(database)).attach(built)
        made += [one for one in built.subscribers if isinstance(one, PullStreamSubscriber)]
    return made


async def test_f1_what_our_own_wrapper_cannot_handle_comes_back_and_is_not_thrown_away(
    databases: Databases, working: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, faults = Consumer.handle, [RuntimeError()]

    async def failing(*arguments: object) -> None:
        if faults:
            raise faults.pop()
        await handle(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Consumer, "handle", failing)
    hearing = Hearing()
    await working(hearing.facts)
    await _say(databases("intake"), an_answer_given())
    await until(lambda: hearing.has_heard(1))


async def test_f2_a_failing_fact_is_tried_again_after_its_pace_and_not_at_once(
    databases: Databases, working: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.failures.PACES", (0.75, 0.75))
    hearing = Hearing()
    hearing.faults = [RuntimeError(), RuntimeError()]
    await working(hearing.facts)
    began = time.monotonic()
    await _say(databases("intake"), an_answer_given())
    await until(lambda: hearing.has_heard(1))
    assert time.monotonic() - began >= 1.5


async def test_f4_f22_a_fact_is_stored_under_its_own_id_with_its_trace(
    databases: Databases, working: Start, nats: NatsServer
) -> None:
    hearing, database = Hearing(), databases("intake")
    await working(hearing.facts)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))
    async with database.transaction() as session:
        row = (await session.execute(select(outbox_table))).one()
    client = await _connected(nats)
    stored = await client.jsm().get_msg("FACTS", 1)
    await client.close()
    headers = stored.headers or {}
    assert headers["Nats-Msg-Id"] == str(row.event_id)
    assert headers["Nats-Expected-Stream"] == "FACTS"
    assert headers["content-type"] == "application/cloudevents+json"
    event = event_type(AnswerGivenV1).model_validate_json(stored.data or b"")
    assert (event.id, event.correlationid) == (row.event_id, event.data.report_id)


def test_f5_the_broker_gets_five_seconds_to_confirm() -> None:
    assert relay.PUBLISH_SECONDS >= 5


async def test_f6_while_the_broker_is_away_a_publish_fails_at_once_and_is_not_kept_behind_our_back(
    databases: Databases, working: Start, nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.relay.FAULT_PAUSE_SECONDS", 0.0)
    hearing, database = Hearing(), databases("intake")
    worker = await working(hearing.facts)
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(1))
    client = worker.service._client
    assert client is not None
    nats.kill()
    await until(lambda: _is_disconnected(client))
    began = time.monotonic()
    with pytest.raises(OutboundBufferLimitError):
        await client.jetstream().publish(f"{AnswerGivenV1.SUBJECT}.phantom", b"{}", timeout=relay.PUBLISH_SECONDS)
    assert time.monotonic() - began < at_leisure(1)
    nats.start()
    await _say(database, an_answer_given())
    await until(lambda: hearing.has_heard(2))
    reader = await _connected(nats)
    assert (await reader.jsm().stream_info("FACTS")).state.messages == 2
    await reader.close()


async def _is_disconnected(client: Client) -> bool:
    return not client.is_connected


def test_f7_f8_f29_every_connection_tries_for_ever_notices_a_dead_line_and_has_room_to_pull() -> None:
    options = connection_options("regelwijzer-triage", None)
    assert options["max_reconnect_attempts"] == -1
    assert options["ping_interval"] * (options["max_outstanding_pings"] + 1) <= 20
    assert "pending_size" not in options
    assert {"error_cb", "disconnected_cb", "reconnected_cb"} <= options.keys()


@pytest.mark.parametrize("connection", ["of the relay", "of the subscribers"])
async def test_f8_a_connection_closed_for_good_ends_the_worker(working: Start, connection: str) -> None:
    # A service that hears nothing has no other part that would notice.
    worker = await working(FactSubscribers("intake"))

    async def works() -> bool:
        return "relay" in worker.service.progress.ages()

    await until(works)
    closing = worker.service._client if connection == "of the relay" else worker.service._broker._connection
    assert closing is not None
    await closing.close()
    assert "is its key still the right one?" in str(await worker.failure())


def test_f11_f12_f18_every_subscriber_pulls_one_at_a_time_soon_gives_up_and_makes_nothing() -> None:
    found = _subscribers()
    assert len(found) > 50
    for subscriber in found:
        assert subscriber.pull_sub.batch_size == 1
        assert subscriber.pull_sub.timeout is not None
        assert subscriber.pull_sub.timeout <= 5
        assert subscriber.stream.declare is False


def test_f13_whoever_stops_a_worker_waits_longer_than_it_needs() -> None:
    longest = broker.GRACE_SECONDS
    assert Forked("worker", print).grace_seconds > longest
    composed = yaml.safe_load(Path("docker-compose.yml").read_text())["services"]
    stopped = {name: one.get("stop_grace_period") for name, one in composed.items() if name.endswith("-worker")}
    assert stopped
    assert all(
        timedelta(seconds=int(str(grace).rstrip("s"))) > timedelta(seconds=longest) for grace in stopped.values()
    )


def test_f15_what_is_held_says_so_well_before_somebody_else_gets_it() -> None:
    assert max(consuming.HOLD_SECONDS) < ACK_WAIT / 2


async def test_f17_provisioning_changes_what_is_there_already(
    nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = Hearing().facts
    await provision(nats.url, facts.durables)
    monkeypatch.setattr("shared.messaging.streams.ACK_WAIT", 7.0)
    monkeypatch.setattr("shared.messaging.streams.DUPLICATE_WINDOW", 60.0)
    await provision(nats.url, facts.durables)
    client = await _connected(nats)
    info = await client.jsm().consumer_info("FACTS", facts.durables[0].name)
    stream = await client.jsm().stream_info("FACTS")
    await client.close()
    assert info.config
    assert (info.config.ack_wait, stream.config.duplicate_window) == (7.0, 60.0)


async def test_f18_a_worker_makes_no_stream_and_no_durable(databases: Databases, nats: NatsServer) -> None:
    worker = Worker(Hearing().facts, databases("intake"), nats.url)
    await worker.start()
    await worker.failure()
    await worker.stop()
    client = await _connected(nats)
    assert await client.jsm().streams_info() == []
    await client.close()


async def test_f19_a_message_that_asks_for_an_answer_gets_none(working: Start, nats: NatsServer) -> None:
    hearing = Hearing()
    await working(hearing.facts)
    client, leaked = await _connected(nats), list[bytes]()

    async def leak(message: Msg) -> None:
        leaked.append(message.data)

    await client.subscribe("leak", cb=leak)
    fact = an_answer_given()
    body = outbox.envelope(fact).model_dump_json(exclude_none=True).encode()
    await client.jetstream().publish(fact.subject, body, headers={"reply_to": "leak"})
    await until(lambda: hearing.has_heard(1))
    await client.flush()
    await asyncio.sleep(0.1)
    await client.close()
    assert leaked == []


def test_f23_a_fact_that_is_refused_is_not_repeated_in_the_error() -> None:
    event = outbox.envelope(an_answer_given()).model_dump(mode="json")
    event["data"]["question_id"] = event["id"] = "the name of a patient"
    with pytest.raises(ValidationError) as refused:
        event_type(AnswerGivenV1).model_validate(event)
    assert "patient" not in str(refused.value)


def test_f25_nobody_skips_a_message() -> None:
    found = [place(path) for path in files(*PRODUCT) if "SkipMessage" in path.read_text()]
    assert found == []


def test_streams_are_files_that_keep_everything_and_refuse_rather_than_forget() -> None:
    for stream in stream_configs():
        assert stream.storage is StorageType.FILE
        assert stream.retention is RetentionPolicy.LIMITS
        assert stream.discard is DiscardPolicy.NEW
        assert (stream.duplicate_window or 0) >= 3600
    facts = next(stream for stream in stream_configs() if stream.name == "FACTS")
    assert not facts.max_age


def test_what_the_broker_confirmed_is_on_the_disk() -> None:
    assert "sync_interval: always" in render(listen="x", store="y", permissions={}, public_keys={})

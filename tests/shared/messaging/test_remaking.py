"""A stream of version 0.1.0 becomes one whose messages can be deleted, with all that it held."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from nats.js.api import StreamConfig, StreamSource
from nats.js.client import JetStreamContext

from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from shared.messaging.streams import stream_configs
from tests.servers import NatsServer

MESSAGES = 50


@pytest.fixture
async def jetstream(nats: NatsServer) -> AsyncIterator[JetStreamContext]:
    client = await connect(nats.url, name="regelwijzer-test")
    yield client.jetstream()
    await client.close()


@pytest.fixture
async def old(jetstream: JetStreamContext) -> StreamConfig:
    """FACTS as version 0.1.0 made it, with facts in it."""
    config = replace(next(one for one in stream_configs() if one.name == "FACTS"), deny_delete=True)
    await jetstream.add_stream(config)
    for number in range(MESSAGES):
        headers = {"Nats-Msg-Id": str(number)}
        await jetstream.publish(f"intake.answer.given.v1.{number}", b"a fact", headers=headers)
    return config


async def bodies_can_be_deleted(jetstream: JetStreamContext) -> bool:
    stream = await jetstream.stream_info("FACTS")
    last = await jetstream.get_last_msg("FACTS", f"intake.answer.given.v1.{MESSAGES - 1}")
    assert stream.state.messages == MESSAGES
    assert (last.data, last.headers and last.headers["Nats-Msg-Id"]) == (b"a fact", str(MESSAGES - 1))
    assert not stream.config.sources
    names = {info.config.name for info in await jetstream.streams_info()}
    assert "FACTS_MOVING" not in names
    return await jetstream.delete_msg("FACTS", stream.state.first_seq)


async def test_a_stream_that_refuses_deletes_is_made_anew_with_all_it_held(
    nats: NatsServer, jetstream: JetStreamContext, old: StreamConfig
) -> None:
    await provision(nats.url, [])
    assert await bodies_can_be_deleted(jetstream)
    await provision(nats.url, [])
    assert (await jetstream.stream_info("FACTS")).state.messages == MESSAGES - 1


@pytest.mark.parametrize("step", ["while it is copied", "between the two", "while it is filled"])
async def test_an_interruption_halfway_loses_nothing(
    nats: NatsServer, jetstream: JetStreamContext, old: StreamConfig, step: str
) -> None:
    await jetstream.add_stream(StreamConfig(name="FACTS_MOVING", mirror=StreamSource(name="FACTS")))
    if step != "while it is copied":
        while (await jetstream.stream_info("FACTS_MOVING")).state.messages < MESSAGES:
            pass
        await jetstream.delete_stream("FACTS")
    if step == "while it is filled":
        await jetstream.update_stream(StreamConfig(name="FACTS_MOVING", subjects=["moving.FACTS"]))
        half = replace(old, deny_delete=False, sources=[StreamSource(name="FACTS_MOVING")])
        await jetstream.add_stream(half)
    await provision(nats.url, [])
    assert await bodies_can_be_deleted(jetstream)

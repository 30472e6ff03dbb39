"""The message that kills its worker each time: the broker gives up on it, and it is set aside for people."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import AnswerGivenV1
from shared.database import Database
from shared.messaging import outbox, parked
from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from shared.messaging.streams import MAX_DELIVER
from shared.messaging.subscribing import FactSubscribers
from tests.builders import an_answer_given
from tests.servers import NatsServer
from tests.shared.messaging.conftest import Start
from tests.workers import until


async def _die_of_it_over_and_over(nats_url: str, facts: FactSubscribers) -> None:
    """Publish a fact and take it as often as the broker hands it out, without ever finishing it."""
    await provision(nats_url, facts.durables)
    fact, durable = an_answer_given(), facts.durables[0]
    client = await connect(nats_url, name="test")
    stream = client.jetstream()
    await stream.publish(fact.subject, outbox.envelope(fact).model_dump_json(exclude_none=True).encode())
    subscription = await stream.pull_subscribe_bind(durable.name, stream=durable.stream)
    for _ in range(MAX_DELIVER):
        (message,) = await subscription.fetch(1, timeout=5)
        await message.nak()
    await client.close()


async def test_a_message_the_broker_gave_up_on_is_parked(
    databases: Callable[[str], Database], working: Start, nats: NatsServer
) -> None:
    facts, heard = FactSubscribers("intake"), []

    @facts.hears(AnswerGivenV1)
    async def note(_session: AsyncSession, event: CloudEvent[AnswerGivenV1]) -> None:
        heard.append(event.data)

    await _die_of_it_over_and_over(nats.url, facts)
    await working(facts)

    async def is_parked() -> bool:
        async with databases("intake").transaction() as session:
            return [row.reason for row in await parked.listed(session)] == ["the worker died while handling it"]

    await until(is_parked)
    assert heard == []

"""Compares what a durable was given with what its service remembers, and handles what was missed.

The broker forgets for many reasons (an acknowledgement without a commit behind it, a durable that was made anew at
the wrong place, an advisory nobody caught). The inbox is the truth: what the stream holds up to the durable's
acknowledgement floor, and neither the inbox nor the parked messages know, was never handled.
"""

from collections.abc import Sequence
from uuid import UUID

from nats.errors import Error as NatsError
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError
from nats.js.manager import JetStreamManager
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.logging import describe, get_logger
from shared.messaging import inbox
from shared.messaging.consuming import Consumer
from shared.messaging.delivery import Delivery
from shared.messaging.parked import failing
from shared.messaging.streams import Durable
from shared.messaging.tables import sweeps

log = get_logger(__name__)

JOB = "sweep-inbox"
PIECE = 200
# How many pieces one turn takes; the rest waits for the next one. After a new stream was filled there are millions.
PIECES = 5


class Identified(BaseModel):
    """As much of a message as tells which event it is."""

    id: UUID


async def sweep(manager: JetStreamManager, consumer: Consumer) -> None:
    """Handle what this consumer missed, going on where it was left last time; waits when the broker is away."""
    try:
        await _sweep(manager, consumer)
    except (NatsError, OSError, TimeoutError) as error:
        log.warning("sweep_waits", consumer=consumer.subscription.name, error=describe(error))


async def _sweep(manager: JetStreamManager, consumer: Consumer) -> None:
    durable, database = consumer.subscription.durable, consumer.database
    floor = await _settled_up_to(manager, durable)
    async with database.transaction() as session:
        after = await _swept_to(session, durable.name)
    # A floor behind us is that of a stream or durable made anew.
    after = after if after <= floor else 0
    for _ in range(PIECES):
        if after == floor:
            return
        deliveries = await _piece(manager, durable, after, floor)
        async with database.transaction() as session:
            waiting = await _missed(session, durable.name, deliveries)
        for delivery in waiting:
            log.error("fact_was_missed", consumer=durable.name, sequence=delivery.sequence)
            await consumer.handle_once_more(delivery, JOB)
        after = deliveries[-1].sequence if len(deliveries) == PIECE else floor
        async with database.transaction() as session:
            await _remember(session, durable.name, after)


async def _swept_to(session: AsyncSession, consumer: str) -> int:
    return int(await session.scalar(select(sweeps.c.swept_to).where(sweeps.c.consumer == consumer)) or 0)


async def _remember(session: AsyncSession, consumer: str, sequence: int) -> None:
    await session.execute(
        insert(sweeps)
        .values(consumer=consumer, swept_to=sequence)
        .on_conflict_do_update(index_elements=[sweeps.c.consumer], set_={"swept_to": sequence})
    )


async def _settled_up_to(manager: JetStreamManager, durable: Durable) -> int:
    info = await manager.consumer_info(durable.stream, durable.name)
    return info.ack_floor.stream_seq if info.ack_floor else 0


async def _piece(manager: JetStreamManager, durable: Durable, after: int, floor: int) -> list[Delivery]:
    found: list[Delivery] = []
    while len(found) < PIECE and after < floor:
        try:
            message = await manager.get_msg(durable.stream, seq=after + 1, subject=durable.filters[0], next=True)
        except NotFoundError:
            break
        delivery = _delivery(durable, message)
        if delivery.sequence > floor:
            break
        found.append(delivery)
        after = delivery.sequence
    return found


def _delivery(durable: Durable, message: RawStreamMsg) -> Delivery:
    return Delivery(message.data or b"", message.subject or "", durable.stream, message.seq or 0, number=1)


async def _missed(session: AsyncSession, consumer: str, deliveries: Sequence[Delivery]) -> list[Delivery]:
    events = {delivery.sequence: _event_id(delivery.body) for delivery in deliveries}
    handled = await inbox.known(session, consumer, [found for found in events.values() if found])
    aside = await failing.known(session, consumer, deliveries)
    return [one for one in deliveries if events[one.sequence] not in handled and one.sequence not in aside]


def _event_id(body: bytes) -> UUID | None:
    try:
        return Identified.model_validate_json(body).id
    except ValueError:
        return None

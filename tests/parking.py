"""Parked messages, as a worker leaves them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Row, insert, select

from shared.contracts.base import Fact
from shared.database import Database
from shared.messaging import parked
from shared.messaging.delivery import Delivery
from shared.messaging.outbox import envelope
from shared.messaging.parked import failing, log
from shared.messaging.parked.log import Entry
from shared.messaging.parked.reading import Parked
from shared.messaging.tables import inbox
from shared.messaging.tables import parked as table

REASON = "builtins.RuntimeError at /srv/services/intake/handlers/answers.py:12"
CONSUMER = "intake-answer-given"


def delivery_of(fact: Fact, sequence: int = 7) -> Delivery:
    """A fact as the broker hands it out."""
    return Delivery(body_of(fact), fact.subject, str(fact.STREAM), sequence, number=1)


def body_of(fact: Fact) -> bytes:
    """A fact as it travels."""
    return envelope(fact).model_dump_json(exclude_none=True).encode()


async def park(database: Database, message: Fact | Delivery, consumer: str = CONSUMER, reason: str = REASON) -> UUID:
    """Have a consumer fail on a message and give it to people; returns its id among the parked ones."""
    delivery = delivery_of(message) if isinstance(message, Fact) else message
    async with database.transaction() as session:
        await failing.record_failure(session, consumer, delivery, reason)
        await failing.park(session, consumer, delivery)
        found = select(table.c.id).where(table.c.consumer == consumer, table.c.subject == delivery.subject)
        parked_id: UUID = (await session.execute(found.order_by(table.c.last_failed_at.desc()).limit(1))).scalar_one()
        return parked_id


async def listed(database: Database) -> list[Parked]:
    """What waits for people."""
    async with database.transaction() as session:
        return await parked.listed(session)


async def found(database: Database, parked_id: UUID) -> Parked | None:
    """One message, dropped ones too."""
    async with database.transaction() as session:
        return await parked.find(session, parked_id)


async def row(database: Database, parked_id: UUID) -> Row[tuple[object, ...]]:
    """A message as it is stored."""
    async with database.transaction() as session:
        return (await session.execute(select(table).where(table.c.id == parked_id))).one()


async def entries(database: Database, parked_id: UUID) -> list[Entry]:
    """What was done with it, oldest first."""
    async with database.transaction() as session:
        return list(reversed(await log.entries_about(session, parked_id)))


async def handled_elsewhere(database: Database, event_ids: Collection[UUID], consumer: str = CONSUMER) -> None:
    """The consumer handled these events in another way."""
    async with database.transaction() as session:
        await session.execute(insert(inbox), [{"consumer": consumer, "event_id": one} for one in event_ids])

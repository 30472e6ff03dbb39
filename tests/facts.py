"""Facts as tests meet them: what a service said, and what it is told."""

from typing import Any

from sqlalchemy import select

from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent, event_type
from shared.contracts.registry import all_facts
from shared.database import Database
from shared.messaging.outbox import envelope
from shared.messaging.subscribing import FactSubscribers
from shared.messaging.tables import outbox


async def said(database: Database) -> list[Fact]:
    """What the service said, in order, published or not."""
    return [event.data for event in await said_events(database)]


async def said_events(database: Database) -> list[CloudEvent[Any]]:
    """What the service said, with the envelopes."""
    kinds = {kind.SUBJECT: kind for kind in all_facts()}
    async with database.transaction() as session:
        rows = (await session.execute(select(outbox.c.subject, outbox.c.body).order_by(outbox.c.id))).all()
    return [
        event_type(kinds[row.subject.rpartition(".")[0]]).model_validate_json(row.body)
        for row in rows
        if not row.subject.startswith("parked.")
    ]


async def deliver(database: Database, facts: FactSubscribers, fact: Fact, *, times: int = 1) -> None:
    """Let the service hear a fact as the worker would, `times` times over."""
    body = envelope(fact).model_dump_json(exclude_none=True).encode()
    heard = [subscription for subscription in facts.subscriptions if isinstance(fact, subscription.kind)]
    assert heard, f"{facts.service} does not hear {type(fact).__name__}"
    for _ in range(times):
        for subscription in heard:
            await subscription.apply(database, body)

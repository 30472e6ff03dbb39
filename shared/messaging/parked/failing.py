"""The worker's side: failures are counted while a message is tried again, until it is parked or handled after all.

One event is one row of each consumer, also when it is said again or when its stream was made anew (`identity.py`).
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.ids import new_id
from shared.messaging.delivery import Delivery
from shared.messaging.parked import log
from shared.messaging.parked.identity import event_id_in, fingerprint
from shared.messaging.parked.log import ORIGIN, Action
from shared.messaging.streams import PARKED
from shared.messaging.tables import inbox, outbox, parked


async def record_failure(session: AsyncSession, consumer: str, delivery: Delivery, reason: str) -> int:
    """Count one failure of one consumer on one message; returns how many there were."""
    moment = clock.now()
    statement = upsert(parked).values(
        id=new_id(),
        consumer=consumer,
        stream=delivery.stream,
        stream_sequence=delivery.sequence,
        subject=delivery.subject,
        body=delivery.body,
        fingerprint=_fingerprint(delivery),
        event_id=event_id_in(delivery.body),
        reason=reason,
        failures=1,
        first_failed_at=moment,
        last_failed_at=moment,
    )
    counted = await session.execute(
        statement.on_conflict_do_update(
            index_elements=[parked.c.consumer, parked.c.fingerprint],
            set_={
                "failures": parked.c.failures + 1,
                "last_failed_at": moment,
                "reason": reason,
                "stream_sequence": delivery.sequence,
            },
        ).returning(parked.c.failures)
    )
    return int(counted.scalar_one())


async def park(session: AsyncSession, consumer: str, delivery: Delivery) -> None:
    """Set the message aside for people and raise the alarm on the PARKED stream (reason and origin, no content).

    Nothing happens when it was handled meanwhile; one that people dropped stays dropped.
    """
    row = await _lock(session, consumer, delivery)
    if row is None:
        return
    await session.execute(
        update(parked)
        .where(parked.c.id == row.id)
        .values(
            parked_at=row.parked_at or clock.now(),
            retry_requested_at=None,
            retry_started_at=None,
            retries_begun=0,
            retries_failed=parked.c.retries_failed + (1 if row.retry_requested_at else 0),
        )
    )
    if row.dropped_at:
        return
    action = Action.FAILED_AGAIN if row.parked_at else Action.PARKED
    await log.write(session, [row], action, text=row.reason)
    alarm = {"consumer": consumer, "stream": row.stream, "sequence": row.stream_sequence, "reason": row.reason}
    await session.execute(
        insert(outbox).values(event_id=new_id(), stream=PARKED, subject=f"parked.{consumer}", body=json.dumps(alarm))
    )


async def known(session: AsyncSession, consumer: str, deliveries: Collection[Delivery]) -> set[int]:
    """The sequences of those whose handling failed and that are still tried again, wait for people, or were dropped."""
    sequences = {_fingerprint(delivery): delivery.sequence for delivery in deliveries}
    found = select(parked.c.fingerprint).where(parked.c.consumer == consumer, parked.c.fingerprint.in_(sequences))
    return {sequences[bytes(one)] for one in await session.scalars(found)}


async def forget(session: AsyncSession, consumer: str, delivery: Delivery) -> None:
    """The message was handled after all."""
    await _remove(session, _is(consumer, delivery))


async def forget_handled(session: AsyncSession) -> None:
    """Forget what was handled on another way: said again, or tried by a worker that ended just after it."""
    handled = select(inbox.c.event_id).where(
        inbox.c.consumer == parked.c.consumer, inbox.c.event_id == parked.c.event_id
    )
    await _remove(session, handled.exists())


def _fingerprint(delivery: Delivery) -> bytes:
    return delivery.parked_as or fingerprint(delivery.subject, delivery.body)


async def _remove(session: AsyncSession, which: ColumnElement[bool]) -> None:
    gone = (await session.execute(delete(parked).where(which).returning(*ORIGIN, parked.c.parked_at))).all()
    await log.write(session, [row for row in gone if row.parked_at], Action.HANDLED)


async def _lock(session: AsyncSession, consumer: str, delivery: Delivery) -> Any:
    state = (parked.c.reason, parked.c.parked_at, parked.c.retry_requested_at, parked.c.dropped_at)
    found = await session.execute(select(*ORIGIN, *state).where(_is(consumer, delivery)).with_for_update())
    return found.one_or_none()


def _is(consumer: str, delivery: Delivery) -> ColumnElement[bool]:
    return (parked.c.consumer == consumer) & (parked.c.fingerprint == _fingerprint(delivery))

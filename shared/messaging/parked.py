"""Facts whose handling failed: counted while they are tried again, kept for people when they are parked."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.ids import new_id
from shared.messaging.delivery import Delivery
from shared.messaging.streams import PARKED
from shared.messaging.tables import outbox, parked

waiting_for_people = parked.c.parked_at.is_not(None) & parked.c.dropped_at.is_(None)


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
        reason=reason,
        failures=1,
        first_failed_at=moment,
        last_failed_at=moment,
    )
    counted = await session.execute(
        statement.on_conflict_do_update(
            index_elements=[parked.c.consumer, parked.c.stream_sequence],
            set_={"failures": parked.c.failures + 1, "last_failed_at": moment, "reason": reason},
        ).returning(parked.c.failures)
    )
    return int(counted.scalar_one())


async def park(session: AsyncSession, consumer: str, sequence: int) -> None:
    """Set the message aside for people and raise the alarm on the PARKED stream (reason and origin, no content)."""
    row = (
        await session.execute(
            update(parked)
            .where(parked.c.consumer == consumer, parked.c.stream_sequence == sequence)
            .values(parked_at=func.coalesce(parked.c.parked_at, clock.now()), retry_requested_at=None)
            .returning(parked.c.id, parked.c.subject, parked.c.reason, parked.c.stream)
        )
    ).one()
    alarm = {"consumer": consumer, "stream": row.stream, "sequence": sequence, "reason": row.reason}
    await session.execute(
        insert(outbox).values(event_id=new_id(), stream=PARKED, subject=f"parked.{consumer}", body=json.dumps(alarm))
    )


async def known(session: AsyncSession, consumer: str, sequences: Collection[int]) -> set[int]:
    """Those of these messages whose handling failed, whatever became of them since."""
    rows = select(parked.c.stream_sequence).where(
        parked.c.consumer == consumer, parked.c.stream_sequence.in_(sequences)
    )
    return set((await session.execute(rows)).scalars())


async def forget(session: AsyncSession, consumer: str, sequence: int) -> None:
    """The message was handled after all."""
    await session.execute(delete(parked).where(parked.c.consumer == consumer, parked.c.stream_sequence == sequence))


async def listed(session: AsyncSession) -> list[Row[Any]]:
    """What waits for people, oldest first."""
    return list(await session.execute(select(parked).where(waiting_for_people).order_by(parked.c.parked_at)))


async def request_retry(session: AsyncSession, parked_id: UUID) -> bool:
    """Ask the worker to handle a parked message once more; False when there is no such message."""
    return await _change(session, parked_id, retry_requested_at=clock.now())


async def drop(session: AsyncSession, parked_id: UUID, because: str) -> bool:
    """Give a parked message up for good, with the reason; False when there is no such message."""
    return await _change(session, parked_id, dropped_at=clock.now(), dropped_because=because)


async def _change(session: AsyncSession, parked_id: UUID, **values: datetime | str) -> bool:
    changed = await session.execute(
        update(parked).where(parked.c.id == parked_id, waiting_for_people).values(**values).returning(parked.c.id)
    )
    return changed.first() is not None


async def to_retry(session: AsyncSession) -> list[tuple[str, Delivery]]:
    """What people asked to be handled again, with the consumer it belongs to."""
    rows = await session.execute(
        select(parked).where(waiting_for_people, parked.c.retry_requested_at.is_not(None)).order_by(parked.c.id)
    )
    return [
        (
            row.consumer,
            Delivery(row.body, row.subject, row.stream, row.stream_sequence, number=row.failures + 1),
        )
        for row in rows
    ]

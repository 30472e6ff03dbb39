"""Tries parked messages again when people ask for it, one after the other, and clears away what needs nobody any more.

A message may kill the worker that handles it. So each try is written down before it begins; one that never ended
is begun again a few times and then left to people.
"""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import DateTime, Row, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.database import Database
from shared.messaging.delivery import Delivery
from shared.messaging.jobs import Job, JobContext
from shared.messaging.parked import log
from shared.messaging.parked.failing import forget_handled, park, record_failure
from shared.messaging.parked.log import ORIGIN, Action
from shared.messaging.parked.reading import WAITING
from shared.messaging.tables import parked

JOB = "retry-parked"
EVERY_SECONDS = 2.0
TURN_SECONDS = 5.0
# Far more than a handler may take: its statements end after ten seconds.
GIVEN_UP_ON = timedelta(seconds=60)
MOST_BEGUN = 3
DIED = "the worker died while handling it"
NOBODY = "nobody here hears this any more"

CLEAR_EVERY_SECONDS = 60.0
KEEP_DROPPED = timedelta(days=30)

_OLDEST = (
    select(parked)
    .where(
        WAITING,
        parked.c.retry_requested_at.is_not(None),
        or_(
            parked.c.retry_started_at.is_(None),
            parked.c.retry_started_at < bindparam("given_up", type_=DateTime(timezone=True)),
        ),
    )
    .order_by(parked.c.retry_requested_at, parked.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


class Handles(Protocol):
    """Handles messages as those that the broker delivers."""

    async def handle_once_more(self, delivery: Delivery, job: str) -> None:
        """Handle a message that the broker will not deliver again: what fails now is parked."""


class ParkedRetries:
    """The retries of one service's worker."""

    def __init__(self, consumers: Mapping[str, Handles]) -> None:
        self._consumers = consumers

    def jobs(self) -> list[Job]:
        """What the worker runs for them."""
        return [
            Job(JOB, self._retry, EVERY_SECONDS),
            Job("clear-parked", clear, CLEAR_EVERY_SECONDS),
        ]

    async def _retry(self, context: JobContext) -> None:
        ends_at = time.monotonic() + TURN_SECONDS
        while time.monotonic() < ends_at and await self._retry_one(context.database):
            pass

    async def _retry_one(self, database: Database) -> bool:
        async with database.transaction() as session:
            row = await _next(session)
            if row is None:
                return False
            delivery = _delivery_of(row)
            why_not = self._why_not(row)
            if why_not:
                await record_failure(session, row.consumer, delivery, why_not)
                await park(session, row.consumer, delivery)
                return True
            await _begin(session, row)
        await self._consumers[row.consumer].handle_once_more(delivery, JOB)
        return True

    def _why_not(self, row: Row[Any]) -> str:
        if row.consumer not in self._consumers:
            return NOBODY
        return DIED if row.retries_begun >= MOST_BEGUN else ""


async def clear(context: JobContext) -> None:
    """Forget what was handled on another way, and empty what was dropped long ago."""
    async with context.database.transaction() as session:
        await forget_handled(session)
        old = (parked.c.dropped_at < clock.now() - KEEP_DROPPED) & (parked.c.body != b"")
        gone = await session.execute(update(parked).where(old).values(body=b"").returning(*ORIGIN))
        await log.write(session, gone, Action.CLEARED)


async def _next(session: AsyncSession) -> Row[Any] | None:
    return (await session.execute(_OLDEST, {"given_up": clock.now() - GIVEN_UP_ON})).one_or_none()


async def _begin(session: AsyncSession, row: Row[Any]) -> None:
    begun = {"retry_started_at": clock.now(), "retries_begun": parked.c.retries_begun + 1}
    await session.execute(update(parked).where(parked.c.id == row.id).values(**begun))


def _delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        body=bytes(row.body),
        subject=row.subject,
        stream=row.stream,
        sequence=row.stream_sequence,
        number=row.failures + 1,
        parked_as=bytes(row.fingerprint),
    )

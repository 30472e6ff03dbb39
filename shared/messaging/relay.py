"""The only thing that publishes: rows of the outbox go to their stream, and are marked when the broker has them."""

import asyncio
from collections.abc import Sequence
from typing import Any

from nats.errors import Error as NatsError
from nats.js.client import JetStreamContext
from nats.js.errors import APIError
from sqlalchemy import Row, delete, select, update

from shared import clock
from shared.contracts.base import Stream
from shared.contracts.cloud_event import CONTENT_TYPE
from shared.database import Database, is_infrastructure
from shared.logging import get_logger
from shared.messaging.progress import Progress
from shared.messaging.tables import OUTBOX_CHANNEL, outbox
from shared.messaging.wakeups import Wakeups

log = get_logger(__name__)

OutboxRow = Row[*tuple[Any, ...]]

PART = "relay"
BATCH = 200
POLL_SECONDS = 2.0
PUBLISH_SECONDS = 5.0
FAULT_PAUSE_SECONDS = 1.0

CLAIM = (
    select(
        outbox.c.id,
        outbox.c.event_id,
        outbox.c.stream,
        outbox.c.subject,
        outbox.c.body,
        outbox.c.traceparent,
        outbox.c.said_again,
    )
    .where(outbox.c.published_at.is_(None))
    .order_by(outbox.c.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)


class Relay:
    """Publishes the outbox of one service. Two of them at once are safe; each row goes out with its own id."""

    def __init__(self, database: Database, jetstream: JetStreamContext, wakeups: Wakeups, progress: Progress) -> None:
        progress.expect(PART)
        self._progress = progress
        self._database = database
        self._jetstream = jetstream
        self._wakeups = wakeups

    async def run(self) -> None:
        """Publish whatever stands in the outbox, for ever."""
        while True:
            self._progress.note(PART)
            try:
                if await self.publish_batch() < BATCH:
                    await self._wakeups.wait(OUTBOX_CHANNEL, POLL_SECONDS)
            except Exception as error:
                if not is_infrastructure(error):
                    raise
                log.warning("outbox_unreachable", service=self._database.service)
                await asyncio.sleep(FAULT_PAUSE_SECONDS)

    async def publish_batch(self) -> int:
        """Publish up to one batch; returns how many rows the broker confirmed."""
        async with self._database.transaction() as session:
            rows = (await session.execute(CLAIM)).all()
            confirmed = await self._publish(rows)
            # Facts are kept for good; contact data must not outlive its publication, and an alarm need not.
            kept = [row.id for row in confirmed if row.stream == Stream.FACTS]
            gone = [row.id for row in confirmed if row.stream != Stream.FACTS]
            if gone:
                await session.execute(delete(outbox).where(outbox.c.id.in_(gone)))
            if kept:
                await session.execute(update(outbox).where(outbox.c.id.in_(kept)).values(published_at=clock.now()))
        if len(confirmed) < len(rows):
            log.warning("broker_unreachable", service=self._database.service, waiting=len(rows) - len(confirmed))
            await asyncio.sleep(FAULT_PAUSE_SECONDS)
        return len(confirmed)

    async def _publish(self, rows: Sequence[OutboxRow]) -> list[OutboxRow]:
        results = await asyncio.gather(*(self._publish_one(row) for row in rows), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, NatsError | OSError | TimeoutError):
                raise result
        if refusal := next((result for result in results if isinstance(result, APIError)), None):
            # The broker is there and says no, for instance because the stream is full: somebody must do something.
            log.error("broker_refused", service=self._database.service, reason=refusal.description)
        return [row for row, result in zip(rows, results, strict=True) if not isinstance(result, BaseException)]

    async def _publish_one(self, row: OutboxRow) -> None:
        headers = {"Nats-Msg-Id": message_id(row), "content-type": CONTENT_TYPE}
        if row.traceparent:
            headers["traceparent"] = row.traceparent
        await self._jetstream.publish(
            row.subject, row.body.encode(), stream=row.stream, timeout=PUBLISH_SECONDS, headers=headers
        )


def message_id(row: OutboxRow) -> str:
    """What the broker knows the message by; said again it is a new message with the old event in it."""
    return f"{row.event_id}.{row.said_again}" if row.said_again else str(row.event_id)

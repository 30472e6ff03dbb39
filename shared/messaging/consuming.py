"""What happens around a handler: hold while PostgreSQL is away, retry with a pause, or park. Ack follows the commit."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from faststream.exceptions import NackMessage
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from faststream.nats.subscriber.usecases import LogicSubscriber, PullStreamSubscriber

from shared.database import Database, is_infrastructure
from shared.logging import describe, get_logger
from shared.messaging import pulling
from shared.messaging.changes import Changes
from shared.messaging.connection import pull_inbox
from shared.messaging.delivery import Delivery
from shared.messaging.failures import TooEarly, is_hopeless, pause_after
from shared.messaging.known import Known
from shared.messaging.parked import failing
from shared.messaging.progress import Progress
from shared.messaging.subscribing import Subscription

log = get_logger(__name__)

WORKERS = 4
PULL_SECONDS = 5.0
# Well under the ack wait, so that a held message is never handed to somebody else.
HOLD_SECONDS = (0.2, 0.5, 1, 2, 3)


class Consumer:
    """One subscription at work on one database."""

    def __init__(self, subscription: Subscription, database: Database, progress: Progress, changes: Changes) -> None:
        self.subscription = subscription
        self.database = database
        self._progress, self._changes = progress, changes
        self._known = Known(subscription.name, database)
        self._subscriber: LogicSubscriber[Any] | None = None

    @property
    def part(self) -> str:
        """How progress names the pull loop."""
        return f"pull {self.subscription.name}"

    def attach(self, broker: NatsBroker) -> None:
        """Let the broker pull for this subscription, one message at a time, from the durable that provisioning made."""
        durable = self.subscription.durable
        self._subscriber = broker.subscriber(
            durable.filters[0],
            stream=JStream(durable.stream, declare=False),
            durable=durable.name,
            pull_sub=PullSub(batch_size=1, timeout=PULL_SECONDS),
            max_workers=WORKERS,
            no_reply=True,
            inbox_prefix=pull_inbox(self.subscription.service),
            title=durable.name,
        )
        self._subscriber(self._consume)

    def watch(self) -> None:
        """Have the pull loop show its progress, once the broker has started it."""
        self._progress.expect(self.part)
        if isinstance(self._subscriber, PullStreamSubscriber) and self._subscriber.subscription:
            pulling.watch(self._subscriber.subscription, self._note)

    def _note(self) -> None:
        self._progress.note(self.part)

    async def _consume(self, message: NatsMessage) -> None:
        # The body is read here and not by FastStream, so that every failure meets the same policy.
        delivery = Delivery.of(message.raw_message)
        if delivery.number > 1 or not await self._knows(message):
            await self.handle(delivery, message.in_progress)

    async def _knows(self, message: NatsMessage) -> bool:
        try:
            return await self._known.has(UUID(message.headers.get("Nats-Msg-Id", "").partition(".")[0]))
        except Exception as error:
            if not is_infrastructure(error) and not isinstance(error, ValueError):
                raise
            return False

    async def handle(self, delivery: Delivery, still_busy: Callable[[], Awaitable[None]]) -> None:
        """Handle, hold, or set aside one delivery. Raises NackMessage to have it delivered again later."""
        attempt = 0
        while True:
            try:
                return await self._attempt(delivery)
            except Exception as error:
                if not is_infrastructure(error):
                    raise
                log.warning("infrastructure_down", consumer=self.subscription.name, error=describe(error))
                await still_busy()
                # The pull loop waits for us; that is not being stuck.
                self._note()
            await asyncio.sleep(HOLD_SECONDS[min(attempt, len(HOLD_SECONDS) - 1)])
            attempt += 1

    async def handle_once_more(self, delivery: Delivery, job: str) -> None:
        """Handle a message that the broker will not deliver again: what fails now is parked. `job` waits for it."""

        async def still_busy() -> None:
            self._progress.note(job)

        try:
            await self.handle(delivery, still_busy)
        except NackMessage:
            async with self.database.transaction() as session:
                await failing.park(session, self.subscription.name, delivery)

    async def _attempt(self, delivery: Delivery) -> None:
        try:
            await self.subscription.apply(self.database, delivery.body, delivery.subject)
        except Exception as error:
            if is_infrastructure(error):
                raise
            await self._failed(delivery, error)
        else:
            self._changes.note()
            if delivery.number > 1:
                await self._forget(delivery)

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        name, reason = self.subscription.name, describe(error)
        async with self.database.transaction() as session:
            failures = await failing.record_failure(session, name, delivery, reason)
            pause = None if is_hopeless(error) else pause_after(failures)
            if pause is None:
                await failing.park(session, name, delivery)
        if pause is not None:
            level = log.info if isinstance(error, TooEarly) else log.warning
            level("handling_failed", consumer=name, failures=failures, error=reason)
            raise NackMessage(delay=pause)
        log.error("fact_parked", consumer=name, sequence=delivery.sequence, failures=failures, error=reason)

    async def _forget(self, delivery: Delivery) -> None:
        async with self.database.transaction() as session:
            await failing.forget(session, self.subscription.name, delivery)

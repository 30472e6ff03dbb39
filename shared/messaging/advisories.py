"""Catches the message that kills its worker each time: the broker gives up on it and says so, and we park it."""

import asyncio
import json
from collections.abc import Mapping

from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NothingNow
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

from shared.database import Database
from shared.logging import describe, get_logger
from shared.messaging.connection import pull_inbox
from shared.messaging.delivery import Delivery
from shared.messaging.parked import failing
from shared.messaging.parked.retrying import DIED
from shared.messaging.progress import Progress
from shared.messaging.streams import Durable

log = get_logger(__name__)

PART = "advisories"
PULL_SECONDS = 5.0
RETRY_SECONDS = 30.0
FAULT_PAUSE_SECONDS = 1.0


class Advisories:
    """Listens for the broker giving up on a message of this service."""

    def __init__(self, database: Database, jetstream: JetStreamContext, durable: Durable, progress: Progress) -> None:
        progress.expect(PART)
        self._progress = progress
        self._database = database
        self._jetstream = jetstream
        self._durable = durable

    async def run(self) -> None:
        """Park whatever the broker gives up on, for ever."""
        subscription = await self._jetstream.pull_subscribe_bind(
            self._durable.name, stream=self._durable.stream, inbox_prefix=pull_inbox(self._database.service)
        )
        while True:
            self._progress.note(PART)
            try:
                for message in await subscription.fetch(1, timeout=PULL_SECONDS):
                    await self._take(message)
            except (NothingNow, TimeoutError):
                continue
            except ConnectionClosedError:
                # For good; nats-py says so too when this task is cancelled after the connection was closed.
                raise
            except (NatsError, OSError) as error:
                # The broker is away; what it gave up on waits there.
                log.warning("advisories_not_seen", service=self._database.service, error=describe(error))
                await asyncio.sleep(FAULT_PAUSE_SECONDS)

    async def _take(self, message: Msg) -> None:
        try:
            await self._park(json.loads(message.data))
        except Exception:
            log.exception("advisory_not_handled", service=self._database.service)
            await message.nak(delay=RETRY_SECONDS)
        else:
            await message.ack()

    async def _park(self, advisory: Mapping[str, object]) -> None:
        stream, consumer, sequence = (
            str(advisory["stream"]),
            str(advisory["consumer"]),
            int(str(advisory["stream_seq"])),
        )
        try:
            original = await self._jetstream.get_msg(stream, sequence)
        except NotFoundError:
            return  # purged meanwhile, for instance by an erasure
        delivery = Delivery(
            original.data or b"", original.subject or "", stream, sequence, int(str(advisory["deliveries"]))
        )
        async with self._database.transaction() as session:
            await failing.record_failure(session, consumer, delivery, DIED)
            await failing.park(session, consumer, delivery)
        log.error("fact_parked", consumer=consumer, sequence=sequence, error="worker died")

"""Looks at the broker while the worker works: is everything still as provisioned, and does it hand out messages?"""

import asyncio
from collections.abc import Sequence

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import ConsumerInfo

from shared.database import Database, is_infrastructure
from shared.logging import describe, get_logger
from shared.messaging import provisioning
from shared.messaging.progress import Progress
from shared.messaging.provisioning import NotProvisioned
from shared.messaging.streams import Durable

log = get_logger(__name__)

LOOK_SECONDS = 15.0


class BrokerWatch:
    """Ends the worker when the broker no longer holds what it needs; the watchdog ends it when a durable stands still.

    A difference counts when it is there twice in a row: a broker that is starting may not have everything yet.
    """

    def __init__(self, database: Database, client: Client, durables: Sequence[Durable], progress: Progress) -> None:
        self._database, self._client, self._durables, self._progress = database, client, durables, progress
        self._delivered: dict[str, int] = {}
        self._differed = False
        for durable in durables:
            progress.expect(part_of(durable))

    async def run(self) -> None:
        """Look every 15 seconds. Raises NotProvisioned."""
        while True:
            try:
                await self.look()
            except (NatsError, OSError, TimeoutError) as error:
                log.warning("broker_not_seen", service=self._database.service, error=describe(error))
                self._forgive()
            except Exception as error:
                if not is_infrastructure(error):
                    raise
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Compare once. Raises NotProvisioned, and what nats-py raises while the broker is away."""
        if not self._client.is_connected:
            self._forgive()
            return
        try:
            found = await provisioning.check(self._client.jsm(), self._durables)
        except NotProvisioned:
            if self._differed:
                raise
            self._differed = True
            return
        self._differed = False
        for durable, info in zip(self._durables, found, strict=True):
            if self._flows(durable, info):
                self._progress.note(part_of(durable))

    def _flows(self, durable: Durable, info: ConsumerInfo) -> bool:
        delivered = info.delivered.stream_seq if info.delivered else 0
        before, self._delivered[durable.name] = self._delivered.get(durable.name), delivered
        return not info.num_pending or bool(info.num_ack_pending) or delivered != before

    def _forgive(self) -> None:
        for durable in self._durables:
            self._progress.note(part_of(durable))


def part_of(durable: Durable) -> str:
    """How progress names what a durable hands out."""
    return f"flow {durable.name}"

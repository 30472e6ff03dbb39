"""Waiting until nothing waits anywhere any more."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from nats.js.api import ConsumerInfo
from nats.js.manager import JetStreamManager

from deploy.nats.permissions import PROVISION
from deploy.services import existing
from services.notifier.domain import WAITING
from shared.contracts.base import Stream
from shared.contracts.vocabulary import MailState
from shared.messaging.connection import connect
from tests.storm.house import House

LOOK_SECONDS = 0.1
MAILS_UNDER_WAY = [state.value for state in (*WAITING, MailState.SENDING)]


@dataclass
class Inside:
    """The system from within: its tables and its broker."""

    database: "asyncpg.Connection[asyncpg.Record]"
    broker: JetStreamManager

    async def waiting(self) -> dict[str, int]:
        """What waits, by place; empty when nothing does."""
        counts = {"mails": await self._count("notifier.mails where state = any($1)", MAILS_UNDER_WAY)}
        counts["likeness"] = await self._count("intake.likenesses where due_at is not null")
        for service in existing():
            counts[f"{service} outbox"] = await self._count(f"{service}.outbox where published_at is null")
            counts[f"{service} failing"] = await self._count(f"{service}.parked where parked_at is null")
        for durable in await self.durables():
            counts[durable.name] = (durable.num_pending or 0) + (durable.num_ack_pending or 0)
        return {place: count for place, count in counts.items() if count}

    async def durables(self) -> list[ConsumerInfo]:
        """Every durable on the streams of facts."""
        return [info for stream in Stream for info in await self.broker.consumers_info(stream.value)]

    async def redelivered(self) -> int:
        """How often the broker handed out a message that it had handed out before."""
        handed_out = sum(info.delivered.consumer_seq for info in await self.durables() if info.delivered)
        heard = [await self._count(f"{service}.inbox") for service in existing()]
        return handed_out - sum(heard)

    async def _count(self, source: str, *values: object) -> int:
        return int(await self.database.fetchval(f"select count(*) from {source}", *values))


@asynccontextmanager
async def inside(house: House) -> AsyncIterator[Inside]:
    """A look inside a house that stands still enough to connect to."""
    known = house.variables
    seed = json.loads(known["NATS_SEEDS"])[PROVISION]
    database = await asyncpg.connect(known["DATABASE_URL"].replace("+asyncpg", ""))
    broker = await connect(known["NATS_URL"], name=f"regelwijzer-{PROVISION}", seed=seed)
    try:
        yield Inside(database, broker.jsm())
    finally:
        await broker.close()
        await database.close()


async def drained(house: House, give_up_at: float) -> dict[str, int]:
    """Wait until nothing waited at two looks in a row; what still waits when time is up."""
    waiting: dict[str, int] = {"everything": 1}
    while waiting and time.monotonic() < give_up_at:
        try:
            async with inside(house) as view:
                waiting = await _quiet(view, give_up_at)
        except (OSError, asyncpg.PostgresError, TimeoutError):
            await asyncio.sleep(LOOK_SECONDS)
    return waiting


async def _quiet(view: Inside, give_up_at: float) -> dict[str, int]:
    quiet = 0
    while time.monotonic() < give_up_at:
        waiting = await view.waiting()
        quiet = 0 if waiting else quiet + 1
        if quiet == 2:
            break
        await asyncio.sleep(LOOK_SECONDS)
    return waiting

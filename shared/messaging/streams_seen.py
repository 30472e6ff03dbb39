"""Notices that a stream was made anew, and has everything that stood in it said again from PostgreSQL."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from nats.aio.client import Client
from nats.errors import Error as NatsError
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.base import Stream
from shared.database import Database, is_infrastructure
from shared.logging import describe, get_logger
from shared.messaging.progress import Progress
from shared.messaging.streams import Durable
from shared.messaging.tables import OUTBOX_CHANNEL, outbox, streams_seen

log = get_logger(__name__)

PART = "refill"
LOOK_SECONDS = 15.0
# A piece is what a fact that is said meanwhile may have to wait for: half a second's work of those who hear it.
PIECE = 200
PIECE_SECONDS = 0.2
BEHIND = 50
# The broker's clock says when a stream was made, ours when a fact was published: they may differ by this much.
CLOCKS_DIFFER = timedelta(seconds=60)

_unsaid = select(outbox.c.id).where(outbox.c.published_at.is_(None)).limit(1)


class Refill:
    """Fills a new stream of facts with all that its service ever said, piece by piece.

    What was not said yet goes first: a piece follows only when nothing waits in the outbox, and when those who hear it
    have dealt with the piece before. A second worker doing the same does no harm: what is said twice has one effect.
    """

    def __init__(self, database: Database, client: Client, hearers: Sequence[Durable], progress: Progress) -> None:
        progress.expect(PART)
        self._database, self._client, self._hearers, self._progress = database, client, hearers, progress
        self._new_since: datetime | None = None
        self._after = 0

    async def run(self) -> None:
        """Look every 15 seconds, and fill without pause while a new stream is not full."""
        while True:
            self._progress.note(PART)
            try:
                await self.turn()
            except (NatsError, OSError, TimeoutError) as error:
                log.warning("stream_not_seen", service=self._database.service, error=describe(error))
            except Exception as error:
                if not is_infrastructure(error):
                    raise
            await asyncio.sleep(PIECE_SECONDS if self._new_since else LOOK_SECONDS)

    async def turn(self) -> None:
        """Look once, or say one more piece. Raises what nats-py raises while the broker is away."""
        if not self._client.is_connected:
            return
        if not self._new_since:
            await self._look()
        elif not await self._is_anybody_behind():
            await self._go_on(self._new_since)

    async def _is_anybody_behind(self) -> bool:
        for durable in self._hearers:
            info = await self._client.jsm().consumer_info(durable.stream, durable.name)
            if (info.num_pending or 0) + (info.num_ack_pending or 0) > BEHIND:
                return True
        return False

    async def _look(self) -> None:
        created_at = (await self._client.jsm().stream_info(Stream.FACTS)).created
        async with self._database.transaction() as session:
            seen = await session.scalar(select(streams_seen.c.created_at).where(streams_seen.c.name == Stream.FACTS))
            if created_at is None or seen == created_at:
                return
            if seen is None:
                await _remember(session, created_at)
                return
        log.warning("stream_is_new", service=self._database.service, stream=Stream.FACTS)
        self._new_since, self._after = created_at, 0

    async def _go_on(self, created_at: datetime) -> None:
        async with self._database.transaction() as session:
            if await session.scalar(_unsaid):
                return
            ids = await _say_piece_again(session, self._after, before=created_at + CLOCKS_DIFFER)
            if ids:
                self._after = max(ids)
                await session.execute(select(func.pg_notify(OUTBOX_CHANNEL, self._database.service)))
                return
            await _remember(session, created_at)
        log.info("stream_is_full", service=self._database.service, stream=Stream.FACTS)
        self._new_since = None


async def _say_piece_again(session: AsyncSession, after: int, before: datetime) -> list[int]:
    piece = (
        select(outbox.c.id)
        .where(outbox.c.stream == Stream.FACTS, outbox.c.published_at < before, outbox.c.id > after)
        .order_by(outbox.c.id)
        .limit(PIECE)
    )
    said = await session.execute(
        update(outbox).where(outbox.c.id.in_(piece)).values(published_at=None).returning(outbox.c.id)
    )
    return list(said.scalars())


async def _remember(session: AsyncSession, created_at: datetime) -> None:
    await session.execute(
        insert(streams_seen)
        .values(name=Stream.FACTS, created_at=created_at)
        .on_conflict_do_update(index_elements=[streams_seen.c.name], set_={"created_at": created_at})
    )

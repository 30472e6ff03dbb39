"""Notices that a stream was made anew, and has everything that stood in it said again from PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime

from nats.js.manager import JetStreamManager
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import Database
from shared.logging import get_logger
from shared.messaging.tables import outbox, streams_seen

log = get_logger(__name__)

BATCH = 5000


async def compare(database: Database, manager: JetStreamManager, streams: Iterable[str]) -> None:
    """Look whether these streams are still those we published to; what a lost one held is published again."""
    for stream in streams:
        created_at = (await manager.stream_info(stream)).created
        if created_at is None:
            continue
        async with database.transaction() as session:
            seen = await session.scalar(select(streams_seen.c.created_at).where(streams_seen.c.name == stream))
        if seen == created_at:
            continue
        if seen is not None:
            log.error("stream_was_lost", service=database.service, stream=stream)
            await _say_everything_again(database, stream)
        async with database.transaction() as session:
            await _remember(session, stream, created_at)


async def _say_everything_again(database: Database, stream: str) -> None:
    # In pieces, so that millions of rows fit in the time a statement may take. A second worker doing the same does
    # no harm: what is said twice has one effect.
    after = 0
    while True:
        piece = (
            select(outbox.c.id).where(outbox.c.stream == stream, outbox.c.id > after).order_by(outbox.c.id).limit(BATCH)
        )
        async with database.transaction() as session:
            said = await session.execute(
                update(outbox).where(outbox.c.id.in_(piece)).values(published_at=None).returning(outbox.c.id)
            )
            ids = said.scalars().all()
        if not ids:
            return
        after = max(ids)


async def _remember(session: AsyncSession, stream: str, created_at: datetime) -> None:
    await session.execute(
        insert(streams_seen)
        .values(name=stream, created_at=created_at)
        .on_conflict_do_update(index_elements=[streams_seen.c.name], set_={"created_at": created_at})
    )

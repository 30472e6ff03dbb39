"""Work a service does by itself: loops that deliver, sweep and prune."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from shared import clock
from shared.database import Database
from shared.messaging.tables import outbox
from shared.settings import Settings

KEEP_PUBLISHED = timedelta(days=7)
HOUR = 3600.0


@dataclass(frozen=True)
class JobContext:
    """What a job gets to work with."""

    database: Database
    settings: Settings


@dataclass(frozen=True)
class Job:
    """Run every so many seconds, and at once when PostgreSQL notifies `wake_channel` with the service's name."""

    name: str
    run: Callable[[JobContext], Awaitable[None]]
    every_seconds: float
    wake_channel: str | None = None


async def prune_outbox(context: JobContext) -> None:
    """Drop what was published more than a week ago; until then it can be published again."""
    async with context.database.transaction() as session:
        await session.execute(delete(outbox).where(outbox.c.published_at < clock.now() - KEEP_PUBLISHED))


PRUNE = Job("prune-outbox", prune_outbox, every_seconds=HOUR)


def channels_of(jobs: Sequence[Job]) -> set[str]:
    """The channels that wake these jobs."""
    return {job.wake_channel for job in jobs if job.wake_channel}

"""Work a service does by itself: loops that deliver and sweep."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from shared.database import Database
from shared.settings import Settings

HOUR = 3600.0


def _nobody_watches() -> None:
    """Progress is shown to nobody."""


@dataclass(frozen=True)
class JobContext:
    """What a job gets to work with. A run that may take long calls `note` to show that it is not stuck."""

    database: Database
    settings: Settings
    note: Callable[[], None] = _nobody_watches


@dataclass(frozen=True)
class Job:
    """Run every so many seconds, and at once when PostgreSQL notifies `wake_channel` with the service's name.

    A run that takes longer than `limit_seconds` is stuck, and the worker ends.
    """

    name: str
    run: Callable[[JobContext], Awaitable[None]]
    every_seconds: float
    wake_channel: str | None = None
    limit_seconds: float = 120.0


def channels_of(jobs: Sequence[Job]) -> set[str]:
    """The channels that wake these jobs."""
    return {job.wake_channel for job in jobs if job.wake_channel}

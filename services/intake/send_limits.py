"""Rate limits: what one network and what everybody may send in an hour.

The counts stand in PostgreSQL, so that several web processes count together; under a fingerprint, so that no address
is stored.
"""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

from limits import RateLimitItemPerHour
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter

from services.intake.repository import sending
from services.intake.settings import IntakeSettings
from shared import clock
from shared.database import Database

EVERYBODY = "everybody"


class CountsInPostgres(Storage):
    """Keeps the counts of `limits` in the table send_counts."""

    STORAGE_SCHEME = None

    def __init__(self, database: Database, secret: str) -> None:
        super().__init__()
        self._database = database
        self._secret = secret.encode()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Errors are ours to judge; nothing is wrapped."""
        return Exception

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; returns the new count. `expiry` in seconds."""
        now = clock.now()
        async with self._database.transaction() as session:
            return await sending.add(session, self._name(key), amount, now, now + timedelta(seconds=expiry))

    async def get(self, key: str) -> int:
        """The count in the window that runs."""
        async with self._database.transaction() as session:
            return (await sending.window(session, self._name(key), clock.now()))[0]

    async def get_expiry(self, key: str) -> float:
        """When the window that runs ends, in seconds since 1970."""
        async with self._database.transaction() as session:
            return (await sending.window(session, self._name(key), clock.now()))[1].timestamp()

    async def check(self) -> bool:
        """Whether we can count."""
        return True

    async def reset(self) -> int | None:
        """Forget what ended; what still counts stays."""
        async with self._database.transaction() as session:
            return await sending.forget_ended(session, clock.now())

    async def clear(self, key: str) -> None:
        """Begin one window anew."""
        async with self._database.transaction() as session:
            await sending.forget(session, self._name(key))

    def _name(self, key: str) -> str:
        return hmac.digest(self._secret, b"sent:" + key.encode(), hashlib.sha256).hex()[:32]


async def seconds_to_wait(database: Database, secret: str, network: str, *, report: bool) -> int:
    """Count one more from a network; 0 when it may be acted on, else the seconds until it may be tried again.

    `report`: whether it sends a report, of which fewer are allowed.
    """
    limiter = FixedWindowRateLimiter(CountsInPostgres(database, secret))
    # A network first: what it may not send, takes nothing from the others.
    for most, whose, what in _limits(network, report=report):
        if most == 0:
            continue
        limit = RateLimitItemPerHour(most)
        if not await limiter.hit(limit, what, whose):
            ends_at = (await limiter.get_window_stats(limit, what, whose)).reset_time
            return max(1, round(ends_at - clock.now().timestamp()))
    return 0


def _limits(network: str, *, report: bool) -> Iterator[tuple[int, str, str]]:
    settings = IntakeSettings.read()
    yield settings.posts_per_network, network, "post"
    yield settings.posts_in_total, EVERYBODY, "post"
    if report:
        yield settings.reports_per_network, network, "report"
        yield settings.reports_in_total, EVERYBODY, "report"

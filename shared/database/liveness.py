"""Notices a connection behind which nobody answers any more, and lets go of it at once.

PostgreSQL's own limits do not help there: a network that swallows everything swallows their errors too.
"""

import asyncio
import time
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

# Longer than the server lets a statement run, so that it is the server that ends a slow one.
COMMAND_SECONDS = 12.0
PING_SECONDS = 2.0
CLOSE_SECONDS = 0.5
# A connection used so lately is believed without asking.
TRUSTED_SECONDS = 1.0
# What asyncpg says when the server has said goodbye and the connection is not yet closed.
UNUSABLE = asyncpg.InternalClientError
_USED_AT = "used_at"

if TYPE_CHECKING:
    AnyConnection = asyncpg.Connection[Any]
else:
    AnyConnection = asyncpg.Connection


class Connection(AnyConnection):
    """Ends soon, whatever the other side does."""

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 (asyncpg's own)
        """Say goodbye, and hang up after half a second. Raises TimeoutError when it came to that."""
        await super().close(timeout=min(timeout or CLOSE_SECONDS, CLOSE_SECONDS))


def watch(engine: AsyncEngine) -> None:
    """Give out living connections only: one that stood idle is asked first, and a dead one renews the pool."""
    pool = engine.sync_engine.pool
    event.listen(pool, "checkin", _note_use)
    event.listen(pool, "checkout", _ask)
    event.listen(engine.sync_engine, "handle_error", _silence_is_the_end)


def _note_use(_connection: object, entry: ConnectionPoolEntry) -> None:
    entry.info[_USED_AT] = time.monotonic()


def _ask(connection: Any, entry: ConnectionPoolEntry, _fairy: object) -> None:
    used_at: float | None = entry.info.get(_USED_AT)
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError("the connection ended")
    if used_at is None or time.monotonic() - used_at < TRUSTED_SECONDS:
        return
    try:
        connection.run_async(ping)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, UNUSABLE) as error:
        raise InvalidatePoolError("nobody answers") from error


async def ping(connection: AnyConnection) -> None:
    """Ask the other side for a sign of life. Raises TimeoutError after two seconds of silence."""
    async with asyncio.timeout(PING_SECONDS):
        await connection.execute("select 1")


def _silence_is_the_end(context: ExceptionContext) -> None:
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True

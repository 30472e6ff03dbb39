"""Hears PostgreSQL's NOTIFY. A line that breaks is made anew, and what was missed meanwhile is told as such."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress

from shared.database.connection import Database, is_infrastructure
from shared.database.liveness import AnyConnection, ping

RECONNECT_SECONDS = 1.0
PING_SECONDS = 10.0

# A channel and what was sent on it; None when anything may have been sent while nobody listened.
Heard = Callable[[str, str | None], None]


class Listener:
    """One connection that listens on some channels."""

    def __init__(self, database: Database, channels: Collection[str], heard: Heard) -> None:
        self._database, self._channels, self._heard = database, channels, heard

    async def run(self) -> None:
        """Keep listening, for ever."""
        while True:
            try:
                await self._listen()
            except Exception as error:
                if not is_infrastructure(error):
                    raise
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        connection, closed = await self._database.listen(), asyncio.Event()
        connection.add_termination_listener(lambda _connection: closed.set())
        try:
            for channel in self._channels:
                await connection.add_listener(channel, self._notified)
                self._heard(channel, None)
            await _until(closed, connection)
        finally:
            await connection.close(timeout=1)

    def _notified(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        self._heard(channel, str(payload))


async def _until(closed: asyncio.Event, connection: AnyConnection) -> None:
    """Wait until the connection ends. Raises TimeoutError when nobody answers on it any more."""
    while not closed.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(PING_SECONDS):
                await closed.wait()
                return
        await ping(connection)

"""Hears PostgreSQL's NOTIFY, so that loops need not poll often; a lost connection only costs speed."""

import asyncio
from contextlib import suppress

from shared.database import Database, is_infrastructure
from shared.database.liveness import AnyConnection, ping
from shared.messaging.tables import OUTBOX_CHANNEL

RECONNECT_SECONDS = 1.0
PING_SECONDS = 10.0


class Wakeups:
    """One listening connection of a service. Notifications carry the schema they are meant for."""

    def __init__(self, database: Database, channels: set[str]) -> None:
        self._database = database
        self._events = {channel: asyncio.Event() for channel in {*channels, OUTBOX_CHANNEL}}

    async def wait(self, channel: str, at_most: float) -> None:
        """Return on the next notification, or after `at_most` seconds."""
        event = self._events[channel]
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await event.wait()
        event.clear()

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
            for channel, event in self._events.items():
                await connection.add_listener(channel, self._heard)
                event.set()
            await self._until(closed, connection)
        finally:
            await connection.close(timeout=1)

    async def _until(self, closed: asyncio.Event, connection: AnyConnection) -> None:
        """Wait until the connection ends. Raises TimeoutError when nobody answers on it any more."""
        while not closed.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(PING_SECONDS):
                    await closed.wait()
                    return
            await ping(connection)

    def _heard(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        if payload == self._database.service:
            self._events[channel].set()

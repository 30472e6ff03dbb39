"""Wakes loops by PostgreSQL's NOTIFY, so that they need not poll often; a lost connection only costs speed."""

import asyncio
from contextlib import suppress

from shared.database import Database
from shared.database.listening import Listener
from shared.messaging.tables import OUTBOX_CHANNEL


class Wakeups:
    """One listening connection of a service. Notifications carry the schema they are meant for."""

    def __init__(self, database: Database, channels: set[str]) -> None:
        self._service = database.service
        self._events = {channel: asyncio.Event() for channel in {*channels, OUTBOX_CHANNEL}}
        self._listener = Listener(database, self._events, self._heard)

    async def wait(self, channel: str, at_most: float) -> None:
        """Return on the next notification, or after `at_most` seconds."""
        event = self._events[channel]
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await event.wait()
        event.clear()

    async def run(self) -> None:
        """Keep listening, for ever."""
        await self._listener.run()

    def _heard(self, channel: str, service: str | None) -> None:
        if service in (self._service, None):
            self._events[channel].set()

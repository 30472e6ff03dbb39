"""Tells the pages that are open in which service something changed, so that they can show it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from shared.database import Database
from shared.database.listening import Listener
from shared.messaging.changes import CHANNEL
from shared.messaging.tables import OUTBOX_CHANNEL

# A line that was broken may have missed anything.
ANYTHING = "anything"


class Watch:
    """What one open page still has to be told."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._told = asyncio.Event()

    def tell(self, service: str) -> None:
        """This service changed something."""
        self._changed.add(service)
        self._told.set()

    async def changed(self, at_most: float) -> set[str]:
        """The services that changed something since the last time; empty when none did within `at_most` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await self._told.wait()
        self._told.clear()
        changed, self._changed = self._changed, set()
        return changed


class Live:
    """One listening connection for everybody who looks on."""

    def __init__(self, database: Database) -> None:
        self._watches: set[Watch] = set()
        self._listener = Listener(database, (CHANNEL, OUTBOX_CHANNEL), self._heard)
        self.is_closing = False

    async def run(self) -> None:
        """Listen, for ever."""
        await self._listener.run()

    def close(self) -> None:
        """Let go of everybody: the process is going to end. They come back to the next one by themselves."""
        self.is_closing = True
        self._tell(ANYTHING)

    @contextmanager
    def watch(self) -> Iterator[Watch]:
        """Somebody who looks on."""
        watch = Watch()
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def _heard(self, _channel: str, service: str | None) -> None:
        self._tell(service or ANYTHING)

    def _tell(self, service: str) -> None:
        for watch in self._watches:
            watch.tell(service)

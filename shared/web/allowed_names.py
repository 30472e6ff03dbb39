"""The names that are no patient's, as this web process knows them."""

import asyncio
import time
from collections.abc import Mapping

from shared.database import Database
from shared.privacy.allowed import ALLOWED
from shared.privacy.known import known_allowed_names

# So long after a change was heard it may not count yet.
FRESH_SECONDS = 5


class AllowedNames:
    """The list, read from any of the services of this process: all of them keep it."""

    def __init__(self, databases: Mapping[str, Database]) -> None:
        self._databases = list(databases.values())
        self._names = ALLOWED
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def now(self) -> frozenset[str]:
        """The names, at most a few seconds old."""
        # Who comes while somebody reads goes on with what is known: nobody waits for a connection in a row.
        if time.monotonic() - self._read_at > FRESH_SECONDS and not self._reading.locked():
            async with self._reading:
                await self._read()
        return self._names

    async def _read(self) -> None:
        if self._databases:
            async with self._databases[0].transaction() as session:
                self._names = await known_allowed_names(session)
        self._read_at = time.monotonic()

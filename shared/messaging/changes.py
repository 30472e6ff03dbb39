"""Tells whoever looks on that a service changed something. A sign that is lost only costs freshness."""

import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import Database, is_infrastructure

CHANNEL = "regelwijzer_changes"
# PostgreSQL commits transactions that notify one after the other: handling facts must not wait for that.
PAUSE_SECONDS = 0.5


async def tell(session: AsyncSession, service: str) -> None:
    """Say once this transaction is committed that the service changed something."""
    await session.execute(select(func.pg_notify(CHANNEL, service)))


class Changes:
    """Says at most twice a second that this service changed something, apart from the changes themselves."""

    def __init__(self, database: Database) -> None:
        self._database, self._noted = database, asyncio.Event()

    def note(self) -> None:
        """Something was changed and committed."""
        self._noted.set()

    async def run(self) -> None:
        """Say it, for ever."""
        while True:
            await self._noted.wait()
            self._noted.clear()
            try:
                async with self._database.transaction() as session:
                    await tell(session, self._database.service)
            except Exception as error:
                if not is_infrastructure(error):
                    raise
            await asyncio.sleep(PAUSE_SECONDS)

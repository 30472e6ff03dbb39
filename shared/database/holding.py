"""Names that one process holds: PostgreSQL frees them the moment the process dies, however it dies."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.connection import Database, is_infrastructure

if TYPE_CHECKING:
    from shared.database.liveness import AnyConnection

LOCK = "select pg_advisory_lock(hashtextextended($1, 0))"
UNLOCK = "select pg_advisory_unlock(hashtextextended($1, 0))"


class Holds:
    """What this process holds, as advisory locks on one connection of its own. For one task at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._line: AnyConnection | None = None
        self._names: set[str] = set()

    async def hold(self, name: str) -> None:
        """Hold a name until it is let go. What was held over a line that broke is held again."""
        if self._line is None or self._line.is_closed():
            self._line = await self._database.listen()
            for held in self._names:
                await self._line.execute(LOCK, held)
        await self._line.execute(LOCK, name)
        self._names.add(name)

    async def let_go(self, name: str) -> None:
        """Hold a name no longer."""
        self._names.discard(name)
        if self._line is None or self._line.is_closed():
            return
        try:
            await self._line.execute(UNLOCK, name)
        except Exception as error:
            if not is_infrastructure(error):
                raise
            # The lock goes with the line.
            self._line.terminate()

    def drop(self) -> None:
        """Let go of everything at once, as when the process dies."""
        if self._line:
            self._line.terminate()


async def nobody_holds(session: AsyncSession, name: str) -> bool:
    """Whether no living process holds a name; until the transaction ends nobody else will."""
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0)))))

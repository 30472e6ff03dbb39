"""One service's way to its own tables and to nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from shared.database import liveness
from shared.database.roles import role_of

_AWAY = (OperationalError, InterfaceError, TimeoutError, OSError, asyncpg.PostgresConnectionError, liveness.UNUSABLE)
# PostgreSQL's codes for: connection lost, read-only, conflict, out of resources, lock not free, starting or stopping,
# a disk that fails.
_PASSING = ("08", "25006", "40", "53", "55P03", "57", "58")

LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    # What a killed process was doing ends at once, and gives its locks back.
    "client_connection_check_interval": "1s",
    "timezone": "UTC",
}
# What is asked often is in memory, and a disk without heads has nothing to move.
PLANNER = {"random_page_cost": "1.1", "jit": "off"}


def is_infrastructure(error: BaseException) -> bool:
    """Whether trying later can help."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, _AWAY) or sqlstate(error).startswith(_PASSING)


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's code for what went wrong, through SQLAlchemy or not; empty when it never answered."""
    answered = error.orig if isinstance(error, DBAPIError) else error
    return getattr(answered, "sqlstate", None) or ""


class Database:
    """The tables of one service, reached with the rights of that service's role only."""

    def __init__(self, url: str, service: str, *, connections: int = 8) -> None:
        self.service = service
        self.url = url
        self.engine = create_async_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=5,
            pool_recycle=1800,
            connect_args=connection_options(service),
        )
        liveness.watch(self.engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end, rolled back when anything is raised."""
        async with self._sessions() as session, session.begin():
            yield session

    async def listen(self) -> liveness.AnyConnection:
        """A connection of its own for LISTEN."""
        _, address = self.engine.dialect.create_connect_args(self.engine.url)
        connection: liveness.AnyConnection = await asyncpg.connect(**address, **connection_options(self.service))
        return connection

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def connection_options(service: str) -> dict[str, Any]:
    """How each connection of a service is made; seconds."""
    return {
        "server_settings": session_settings(service),
        "connection_class": liveness.Connection,
        "timeout": 5,
        "command_timeout": liveness.COMMAND_SECONDS,
    }


def session_settings(service: str) -> dict[str, str]:
    """What each connection of a service starts with: its role, its schema, its limits."""
    return {
        "role": role_of(service),
        "search_path": f"{service},public",
        "application_name": f"regelwijzer-{service}",
        **LIMITS,
        **PLANNER,
    }

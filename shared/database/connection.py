"""One service's way to its own tables and to nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from shared.database.roles import role_of

# Raised when PostgreSQL is away, starting, stopping, read-only, out of space or too busy: trying later can help.
INFRASTRUCTURE_ERRORS: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    TimeoutError,
    ConnectionError,
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
)

LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
}


def is_infrastructure(error: BaseException) -> bool:
    """Whether trying later can help."""
    if isinstance(error, INFRASTRUCTURE_ERRORS):
        return True
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or sqlstate(error).startswith(("08", "25006", "40", "53", "55P03", "57"))
    )


def sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's code for what went wrong; empty when it never answered."""
    return getattr(error.orig, "sqlstate", None) or ""


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
            pool_pre_ping=True,
            pool_recycle=1800,
            connect_args={"server_settings": session_settings(service), "timeout": 5},
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end, rolled back when anything is raised."""
        async with self._sessions() as session, session.begin():
            yield session

    async def listen(self) -> "asyncpg.Connection[Any]":
        """A connection of its own for LISTEN."""
        dsn = self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return await asyncpg.connect(dsn, server_settings=session_settings(self.service), timeout=5)

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def session_settings(service: str) -> dict[str, str]:
    """What each connection of a service starts with: its role, its schema, its limits."""
    return {
        "role": role_of(service),
        "search_path": f"{service},public",
        "application_name": f"regelwijzer-{service}",
        **LIMITS,
    }

"""The parked facts of all services; each service keeps its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.services import existing
from shared.database import Database
from shared.messaging import parked
from shared.settings import Settings


async def all_parked() -> list[tuple[str, Row[Any]]]:
    """What waits for people, with the service it waits at."""
    found: list[tuple[str, Row[Any]]] = []
    for service in existing():
        async with _session_of(service) as session:
            found += [(service, row) for row in await parked.listed(session)]
    return found


async def retry_parked(parked_id: UUID) -> bool:
    """Ask for one more try; False when no service holds this id."""
    return await _at_its_service(lambda session: parked.request_retry(session, parked_id))


async def drop_parked(parked_id: UUID, because: str) -> bool:
    """Give it up for good; False when no service holds this id."""
    return await _at_its_service(lambda session: parked.drop(session, parked_id, because))


async def _at_its_service(change: Callable[[AsyncSession], Awaitable[bool]]) -> bool:
    for service in existing():
        async with _session_of(service) as session:
            if await change(session):
                return True
    return False


@asynccontextmanager
async def _session_of(service: str) -> AsyncIterator[AsyncSession]:
    database = Database(Settings.read().database_url.get_secret_value(), service, connections=1)
    try:
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()

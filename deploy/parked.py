"""The parked messages of all services; each service keeps its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deploy.services import chosen
from shared.contracts.base import Stream
from shared.database import Database
from shared.messaging import parked
from shared.messaging.parked import log, reading
from shared.messaging.parked.log import Entry
from shared.messaging.parked.reading import Cause, Parked
from shared.messaging.parked.screening import Screened, screen
from shared.settings import Settings

Change = Callable[[AsyncSession], Awaitable[bool]]


@dataclass(frozen=True)
class Shown:
    """One message as a person may see it; only the entries are left when it is parked no longer."""

    service: str
    message: Parked | None
    body: Screened | None
    entries: list[Entry]


async def waiting(service: str | None) -> list[tuple[str, Parked]]:
    """What waits for people at one service or at all, with the service. Raises SettingsError for an unknown one."""
    return await _at_each(service, parked.listed)


async def dropped(service: str | None) -> list[tuple[str, Parked]]:
    """What was dropped and can be put back. Raises SettingsError for an unknown service."""
    return await _at_each(service, reading.dropped)


async def shown(parked_id: UUID) -> Shown | None:
    """Everything that may be seen of one message, screened; None when it was never parked."""
    for service in chosen(None):
        async with _session_of(service) as session:
            message, entries = await parked.find(session, parked_id), await log.entries_about(session, parked_id)
            if message:
                body = await reading.body_of(session, parked_id)
                return Shown(service, message, screen(body, private=message.stream != Stream.FACTS), entries)
            if entries:
                return Shown(service, None, None, entries)
    return None


async def retry(parked_id: UUID, who: str) -> bool:
    """Ask for one more try; False when it is not parked, or was asked for already."""
    return await _at_its_service(lambda session: parked.request_retry(session, parked_id, who))


async def retry_all(service: str, cause: Cause, who: str) -> int:
    """Ask for one more try of everything with this cause; returns of how many. Raises SettingsError."""
    (name,) = chosen([service])
    async with _session_of(name) as session:
        return await parked.retry_all(session, cause, who)


async def drop(parked_id: UUID, who: str, because: str) -> bool:
    """Give it up; False when it is not parked, or is being tried again right now."""
    return await _at_its_service(lambda session: parked.drop(session, parked_id, who, because))


async def restore(parked_id: UUID, who: str) -> bool:
    """Put it back; False when it was not dropped."""
    return await _at_its_service(lambda session: parked.restore(session, parked_id, who))


async def _at_each(
    service: str | None, read: Callable[[AsyncSession], Awaitable[list[Parked]]]
) -> list[tuple[str, Parked]]:
    found: list[tuple[str, Parked]] = []
    for name in chosen([service] if service else None):
        async with _session_of(name) as session:
            found += [(name, message) for message in await read(session)]
    return found


async def _at_its_service(change: Change) -> bool:
    for service in chosen(None):
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

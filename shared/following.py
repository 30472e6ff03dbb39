"""Reads what administrators said again and again, for as long as a process lives."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from shared.database import Database
from shared.logging import describe, get_logger
from shared.terms.following import read_terms
from shared.themes.following import read_themes

# So long after a change was heard it may not count yet.
FRESH_SECONDS = 3.0
READ: Mapping[str, Callable[[Mapping[str, Database]], Awaitable[None]]] = {"terms": read_terms, "themes": read_themes}
log = get_logger(__name__)


@asynccontextmanager
async def what_was_said_followed(databases: Mapping[str, Database]) -> AsyncIterator[None]:
    """Within this, what was said is at most a few seconds old; what was read last holds while the database is away."""
    await _try(databases)
    loop = asyncio.create_task(_again_and_again(databases))
    try:
        yield
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


async def _again_and_again(databases: Mapping[str, Database]) -> None:
    while True:
        await asyncio.sleep(FRESH_SECONDS)
        await _try(databases)


async def _try(databases: Mapping[str, Database]) -> None:
    for what, read in READ.items():
        try:
            async with asyncio.timeout(FRESH_SECONDS):
                await read(databases)
        except Exception as error:
            log.warning(f"{what}_not_read", error=describe(error))

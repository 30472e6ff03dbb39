"""Reads what administrators said about terms again and again, for as long as a process lives."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

from shared.database import Database
from shared.logging import describe, get_logger
from shared.terms.standing import STANDING
from shared.terms.table import said_about_terms

# Whose tables say it.
KEEPERS = ("accounts", "intake", "triage", "escalation", "notifier")
# So long after a change was heard it may not count yet.
FRESH_SECONDS = 3.0
log = get_logger(__name__)


async def read_terms(databases: Mapping[str, Database]) -> None:
    """Take what is known now; processes without any of these services need no terms."""
    keeper = next((databases[name] for name in KEEPERS if name in databases), None)
    if keeper is not None:
        async with keeper.transaction() as session:
            STANDING.take(await said_about_terms(session))


@asynccontextmanager
async def terms_followed(databases: Mapping[str, Database]) -> AsyncIterator[None]:
    """Within this, terms are at most a few seconds old; what was read last holds while the database is away."""
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
    try:
        async with asyncio.timeout(FRESH_SECONDS):
            await read_terms(databases)
    except Exception as error:
        log.warning("terms_not_read", error=describe(error))

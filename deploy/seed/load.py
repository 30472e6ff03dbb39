"""Fills a database: what every installation starts with, and the demo."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from deploy.seed import files
from deploy.seed.play import play
from deploy.services import existing
from services.knowledge.handlers import import_catalogue
from services.knowledge.handlers.parties import list_party
from services.triage.handlers.standard_texts import import_texts
from shared.database import Database
from shared.settings import Settings

CONNECTIONS = 2


def _silent(_text: str) -> None:
    """Nobody wants to know how far it is."""


async def load(settings: Settings, tell: Callable[[str], None] = _silent) -> str:
    """Bring known items and parties in line with the files, and with DEMO=1 play the demo's story.

    Returns one line on what changed. It may be stopped and run again; a second run changes nothing.
    """
    async with _databases(settings) as databases:
        changed = await load_reference_data(settings, databases)
        if not settings.demo:
            return changed
        await play(settings, databases, tell)
    return f"{changed}; the demo is loaded"


async def load_reference_data(settings: Settings, databases: Mapping[str, Database]) -> str:
    """Bring known items and parties in line with the files, and add standard texts; one line on what changed."""
    async with databases["knowledge"].transaction() as session:
        items = await import_catalogue(session, files.catalogue(), demo=settings.demo)
        parties = [party.key for party in files.parties() if await list_party(session, party)]
    async with databases["triage"].transaction() as session:
        texts = await import_texts(session, files.standard_texts())
    return f"{len(items)} items, {len(parties)} parties and {texts} standard texts new or changed"


@asynccontextmanager
async def _databases(settings: Settings) -> AsyncIterator[Mapping[str, Database]]:
    url = settings.database_url.get_secret_value()
    databases = {service: Database(url, service, connections=CONNECTIONS) for service in existing()}
    try:
        yield databases
    finally:
        for database in databases.values():
            await database.close()

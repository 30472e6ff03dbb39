"""Reads what administrators said about themes."""

from collections.abc import Mapping

from shared.database import Database
from shared.themes.standing import STANDING
from shared.themes.table import said_about_themes

# Whose tables say it: the owner before who only hears of it.
KEEPERS = ("knowledge", "triage", "research")


async def read_themes(databases: Mapping[str, Database]) -> None:
    """Take what is known now; processes without any of these services show no themes."""
    keeper = next((databases[name] for name in KEEPERS if name in databases), None)
    if keeper is not None:
        async with keeper.transaction() as session:
            STANDING.take(await said_about_themes(session))

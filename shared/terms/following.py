"""Reads what administrators said about terms."""

from collections.abc import Mapping

from shared.database import Database
from shared.terms.standing import STANDING
from shared.terms.table import said_about_terms

# Whose tables say it.
KEEPERS = ("accounts", "intake", "triage", "escalation", "notifier")


async def read_terms(databases: Mapping[str, Database]) -> None:
    """Take what is known now; processes without any of these services need no terms."""
    keeper = next((databases[name] for name in KEEPERS if name in databases), None)
    if keeper is not None:
        async with keeper.transaction() as session:
            STANDING.take(await said_about_terms(session))

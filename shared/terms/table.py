"""What administrators said about terms: accounts keeps it, and every service that follows has the same table."""

from types import ModuleType

from sqlalchemy import Column, Integer, MetaData, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.records import NAMING

timing = MetaData(naming_convention=NAMING)

terms = Table(
    "terms",
    timing,
    Column("variable", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("value", Integer, nullable=False),
)


def create_terms_table(op: ModuleType) -> None:
    """Create the table; in a migration."""
    timing.create_all(op.get_bind(), checkfirst=False)


async def said_about_terms(session: AsyncSession) -> dict[str, int]:
    """What was said last about each term."""
    return {row.variable: row.value for row in await session.execute(select(terms.c.variable, terms.c.value))}

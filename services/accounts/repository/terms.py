"""What administrators said about terms."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.terms.table import terms


async def take_turns(session: AsyncSession) -> None:
    """Let one change of terms go on at a time."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("terms", 0))))


async def revisions(session: AsyncSession) -> dict[str, int]:
    """How often something was said about each term; none is left out that was."""
    return {row.variable: row.revision for row in await session.execute(select(terms.c.variable, terms.c.revision))}


async def put(session: AsyncSession, variable: str, value: int, revision: int) -> None:
    """Keep what is said about a term."""
    said = {"value": value, "revision": revision}
    row = insert(terms).values(variable=variable, **said)
    await session.execute(row.on_conflict_do_update(index_elements=[terms.c.variable], set_=said))

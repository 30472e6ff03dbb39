"""Running numbers within a year, as in RW-26-0418: without gaps, and never given out twice."""

from types import ModuleType

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.records import NAMING

counting = MetaData(naming_convention=NAMING)

reference_counters = Table(
    "reference_counters",
    counting,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last_number", Integer, nullable=False),
)


def create_counter_table(op: ModuleType) -> None:
    """Create the table; for the first migration of a service that gives out references."""
    counting.create_all(op.get_bind(), checkfirst=False)


async def next_number(session: AsyncSession, year: int) -> int:
    """The next number of a year. Two at once wait for each other until the first one's transaction ends."""
    counter = insert(reference_counters).values(year=year, last_number=1)
    given = await session.execute(
        counter.on_conflict_do_update(
            index_elements=["year"], set_={"last_number": reference_counters.c.last_number + 1}
        ).returning(reference_counters.c.last_number)
    )
    number: int = given.scalar_one()
    return number

"""What a service remembers of an erasure: which things lost their words. Facts about them that come later lose theirs
before a handler sees them, so that it does not matter which came first.
"""

from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Column, DateTime, MetaData, Table, Uuid, cast, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.database.append_only import let_words_be_erased
from shared.database.records import NAMING

erasing = MetaData(naming_convention=NAMING)

# Ids of reports and handovers, for good: a fact about them may still be under way, or come out of a backup.
erased = Table(
    "erased",
    erasing,
    Column("about_id", Uuid, primary_key=True),
    Column("erased_at", DateTime(timezone=True), nullable=False),
)

# Sets our advisory locks apart from others on the same ids.
_LOCK_SEED = 3


# In one round trip, and yet the look comes after the wait: inside a function each statement sees what is there then.
HOLD_WORDS = f"""create function hold_words(about uuid[]) returns boolean language plpgsql as $$
    declare one uuid;
    begin
        foreach one in array about loop
            perform pg_advisory_xact_lock_shared(hashtextextended(one::text, {_LOCK_SEED}));
        end loop;
        return not exists (select from erased where about_id = any (about));
    end $$"""


def create_erased_table(op: ModuleType) -> None:
    """Create the table, and let words be erased from what was done with parked messages; in a migration."""
    op.create_table(
        "erased",
        Column("about_id", Uuid, primary_key=True),
        Column("erased_at", DateTime(timezone=True), nullable=False),
    )
    op.execute(HOLD_WORDS)
    let_words_be_erased(op, "parked_log")


async def remember(session: AsyncSession, about_id: UUID, at: datetime | None = None) -> None:
    """From the end of this transaction on, facts about this have no words. Waits for those being handled now."""
    await hold_alone(session, about_id)
    await session.execute(
        insert(erased).values(about_id=about_id, erased_at=at or clock.now()).on_conflict_do_nothing()
    )


async def hold_alone(session: AsyncSession, about_id: UUID) -> None:
    """Let nobody handle a fact about this until this transaction ends; waits for who does so now."""
    await session.execute(select(func.pg_advisory_xact_lock(_lock(about_id))))


async def is_erased(session: AsyncSession, *about: UUID) -> bool:
    """Whether one of these lost its words."""
    return bool(await session.scalar(select(exists().where(erased.c.about_id.in_(about)))))


async def hold_words(session: AsyncSession, *about: UUID) -> bool:
    """Let none of these be erased until this transaction ends; False when one was erased before."""
    return bool(await session.scalar(select(func.hold_words(cast(about, ARRAY(Uuid))))))


def _lock(about_id: UUID) -> Any:
    return func.hashtextextended(str(about_id), _LOCK_SEED)

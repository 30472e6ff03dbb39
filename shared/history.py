"""What was done by whom, about what: written down for good, shown newest first.

A service with a history calls `create_history_table` in its first migration.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from uuid import UUID

from sqlalchemy import Boolean, Column, DateTime, Index, MetaData, Table, Text, Uuid, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.words import GONE
from shared.database.append_only import make_append_only
from shared.database.records import NAMING
from shared.desk import desk
from shared.ids import new_id

recording = MetaData(naming_convention=NAMING)

history = Table(
    "history",
    recording,
    Column("id", Uuid, primary_key=True),
    Column("about_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", Text, nullable=False),
    Column("topic", Text),
    Column("text", Text, nullable=False),
    Column("internal", Boolean, nullable=False),
    Index("ix_history_about_id_at", "about_id", text("at desc")),
)

NEWEST_FIRST = (history.c.at.desc(), history.c.id.desc())


@dataclass(frozen=True)
class Entry:
    """One thing that was done; `internal` is for the team alone."""

    at: datetime
    who: str
    topic: str | None
    text: str
    internal: bool
    id: UUID | None = None


def create_history_table(op: ModuleType) -> None:
    """Create the table; for a service's first migration."""
    recording.create_all(op.get_bind(), checkfirst=False)
    make_append_only(op, history.name)


async def write_down(
    session: AsyncSession,
    about_id: UUID,
    who: str,
    text: str,
    *,
    topic: str | None = None,
    at: datetime | None = None,
    internal: bool = False,
) -> None:
    """Add to the history of one thing. `topic` is what it was about, for who looks for the last such entry."""
    # What happens by itself stands under the name of the desk.
    row = {"at": at or clock.now(), "who": desk().named(who), "topic": topic, "text": text, "internal": internal}
    await session.execute(insert(history).values(id=new_id(), about_id=about_id, **row))


async def history_of(session: AsyncSession, about_id: UUID) -> list[Entry]:
    """Everything that was done, newest first."""
    wanted = select(history).where(history.c.about_id == about_id).order_by(*NEWEST_FIRST)
    rows = await session.execute(wanted)
    return [Entry(row.at, row.who, row.topic, row.text, row.internal, row.id) for row in rows]


async def take_words_out(session: AsyncSession, about_id: UUID, kept: Callable[[str, str], str]) -> None:
    """Erase what was written down about one thing. `kept` gives the start that stays of what somebody wrote."""
    entries = await session.execute(select(history).where(history.c.about_id == about_id))
    for entry in entries.all():
        await shorten(session, entry.id, kept(entry.who, entry.text))


async def hide_pieces(session: AsyncSession, about_id: UUID, hidden: Callable[[str], str]) -> None:
    """Take hidden pieces out of what was written down about one thing."""
    entries = await session.execute(select(history.c.id, history.c.text).where(history.c.about_id == about_id))
    for entry in entries.all():
        text = hidden(entry.text)
        if text != entry.text:
            await session.execute(update(history).where(history.c.id == entry.id).values(text=text))


async def shorten(session: AsyncSession, entry_id: UUID, start: str) -> None:
    """Leave only the start of one entry; an entry that is no longer than that stays as it is."""
    one = update(history).where(history.c.id == entry_id, history.c.text != start)
    await session.execute(one.values(text=f"{start} {GONE}".strip()))


async def last_writer(session: AsyncSession, about_id: UUID, topic: str) -> str:
    """Who did the last thing on this topic; `Iemand` when that was never written down."""
    wanted = select(history.c.who).where(history.c.about_id == about_id, history.c.topic == topic)
    found: str | None = await session.scalar(wanted.order_by(*NEWEST_FIRST).limit(1))
    return found or "Iemand"

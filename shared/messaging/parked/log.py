"""What was done with parked messages, by whom and why: written down for good, without anything of their content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.desk import desk
from shared.ids import new_id
from shared.messaging.tables import parked, parked_log
from shared.paging import PAGE_SIZE, rows_before

SYSTEM = "RegelWijzer"
# What an entry needs of the message it is about.
ORIGIN = (parked.c.id, parked.c.consumer, parked.c.stream, parked.c.stream_sequence, parked.c.subject)


class Action(StrEnum):
    """What was done."""

    PARKED = "parked"
    RETRY_ASKED = "retry_asked"
    FAILED_AGAIN = "failed_again"
    HANDLED = "handled"
    DROPPED = "dropped"
    RESTORED = "restored"
    CLEARED = "cleared"  # dropped long ago, so its body went


@dataclass(frozen=True)
class Entry:
    """One thing that was done with one message; `text` is a person's reason, or the kind of error."""

    parked_id: UUID
    at: datetime
    who: str
    action: Action
    text: str | None
    consumer: str
    stream: str
    stream_sequence: int
    subject: str


async def write(
    session: AsyncSession, rows: Iterable[Any], action: Action, who: str = SYSTEM, text: str | None = None
) -> None:
    """Write down what was done with these messages; each row has the columns of `ORIGIN`."""
    entries = [
        {
            "id": new_id(),
            "parked_id": row.id,
            "at": clock.now(),
            "who": desk().named(who),
            "action": action.value,
            "text": text,
            "consumer": row.consumer,
            "stream": row.stream,
            "stream_sequence": row.stream_sequence,
            "subject": row.subject,
        }
        for row in rows
    ]
    if entries:
        await session.execute(insert(parked_log), entries)


async def entries_about(session: AsyncSession, parked_id: UUID) -> list[Entry]:
    """Everything that was done with one message, newest first; nothing when it was never parked."""
    return await _entries(session, _newest_first().where(parked_log.c.parked_id == parked_id))


async def entries(session: AsyncSession, page: int) -> Sequence[Entry]:
    """One page of what was done with all of them, newest first."""
    return await _entries(session, _newest_first().limit(PAGE_SIZE).offset(rows_before(page)))


async def count(session: AsyncSession) -> int:
    """How many entries there are."""
    return int(await session.scalar(select(func.count()).select_from(parked_log)) or 0)


def _newest_first() -> Select[Any]:
    wanted = [column for column in parked_log.c if column.name != "id"]
    return select(*wanted).order_by(parked_log.c.at.desc(), parked_log.c.id.desc())


async def _entries(session: AsyncSession, wanted: Select[Any]) -> list[Entry]:
    rows = (await session.execute(wanted)).mappings()
    return [Entry(**{**row, "action": Action(row["action"])}) for row in rows]

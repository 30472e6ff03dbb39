"""What is parked, for people to see. Lists never read a body."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging.tables import parked
from shared.paging import PAGE_SIZE, rows_before

WAITING: ColumnElement[bool] = parked.c.parked_at.is_not(None) & parked.c.dropped_at.is_(None)
DROPPED: ColumnElement[bool] = parked.c.dropped_at.is_not(None)
OLDEST_FIRST = (parked.c.parked_at, parked.c.id)
# A page offers them to choose from; whoever has more causes than this begins with these.
MOST_CAUSES = 100


class State(StrEnum):
    """How a parked message stands."""

    WAITING = "waiting"  # for a person
    FAILED_AGAIN = "failed_again"
    RETRY_ASKED = "retry_asked"
    RETRYING = "retrying"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Parked:
    """A message that is parked, without its body; `body_size` is in bytes."""

    id: UUID
    consumer: str
    stream: str
    stream_sequence: int
    subject: str
    event_id: UUID | None
    reason: str
    failures: int
    first_failed_at: datetime
    last_failed_at: datetime
    parked_at: datetime
    retry_requested_at: datetime | None
    retry_started_at: datetime | None
    retries_failed: int
    dropped_at: datetime | None
    dropped_by: str | None
    dropped_because: str | None
    body_size: int

    @property
    def state(self) -> State:
        """How it stands now."""
        if self.dropped_at:
            return State.DROPPED
        if self.retry_requested_at:
            return State.RETRYING if self.retry_started_at else State.RETRY_ASKED
        return State.FAILED_AGAIN if self.retries_failed else State.WAITING

    @property
    def is_tried_again(self) -> bool:
        """Whether a new try was asked for and is not over yet."""
        return self.state in (State.RETRY_ASKED, State.RETRYING)


@dataclass(frozen=True)
class Cause:
    """Messages of one consumer that failed in one way; leave out what does not matter."""

    consumer: str = ""
    reason: str = ""

    def matches(self) -> ColumnElement[bool]:
        """The messages this means, dropped ones left out."""
        met = WAITING
        if self.consumer:
            met &= parked.c.consumer == self.consumer
        if self.reason:
            met &= parked.c.reason == self.reason
        return met


async def listed(session: AsyncSession) -> list[Parked]:
    """Everything that waits for people, oldest first."""
    return await _read(session, _without_body().where(WAITING).order_by(*OLDEST_FIRST))


async def dropped(session: AsyncSession) -> list[Parked]:
    """Everything that was dropped and can be put back, newest first."""
    return await _read(session, _without_body().where(DROPPED).order_by(parked.c.dropped_at.desc(), parked.c.id))


async def page_of(session: AsyncSession, cause: Cause, page: int) -> Sequence[Parked]:
    """One page of what waits for people, oldest first."""
    return await _read(session, _paged(_without_body().where(cause.matches()).order_by(*OLDEST_FIRST), page))


async def page_of_dropped(session: AsyncSession, page: int) -> Sequence[Parked]:
    """One page of what was dropped, newest first."""
    newest = (parked.c.dropped_at.desc(), parked.c.id)
    return await _read(session, _paged(_without_body().where(DROPPED).order_by(*newest), page))


async def count(session: AsyncSession, cause: Cause | None = None) -> int:
    """How many messages wait for people."""
    return await _count(session, (cause or Cause()).matches())


async def count_to_retry(session: AsyncSession, cause: Cause) -> int:
    """How many of them nobody asked a new try for yet."""
    return await _count(session, cause.matches() & parked.c.retry_requested_at.is_(None))


async def count_dropped(session: AsyncSession) -> int:
    """How many were dropped and can be put back."""
    return await _count(session, DROPPED)


async def causes(session: AsyncSession) -> list[Cause]:
    """Each way in which messages of a consumer failed, the most frequent first."""
    pair = (parked.c.consumer, parked.c.reason)
    found = select(*pair).where(WAITING).group_by(*pair).order_by(func.count().desc(), *pair).limit(MOST_CAUSES)
    return [Cause(row.consumer, row.reason) for row in await session.execute(found)]


async def find(session: AsyncSession, parked_id: UUID) -> Parked | None:
    """One message that is parked or dropped."""
    wanted = _without_body().where(parked.c.id == parked_id, parked.c.parked_at.is_not(None))
    return next(iter(await _read(session, wanted)), None)


async def body_of(session: AsyncSession, parked_id: UUID) -> bytes:
    """Its body as it came, for `screening` alone."""
    return bytes(await session.scalar(select(parked.c.body).where(parked.c.id == parked_id)) or b"")


def _without_body() -> Select[Any]:
    shown = [parked.c[field.name] for field in fields(Parked) if field.name != "body_size"]
    return select(*shown, func.octet_length(parked.c.body).label("body_size"))


def _paged(wanted: Select[Any], page: int) -> Select[Any]:
    return wanted.limit(PAGE_SIZE).offset(rows_before(page))


async def _read(session: AsyncSession, wanted: Select[Any]) -> list[Parked]:
    return [Parked(**row) for row in (await session.execute(wanted)).mappings()]


async def _count(session: AsyncSession, met: ColumnElement[bool]) -> int:
    return int(await session.scalar(select(func.count()).select_from(parked).where(met)) or 0)

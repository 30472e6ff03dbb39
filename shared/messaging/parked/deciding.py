"""What people decide about parked messages: try again, drop, put back. Each is written down with who did it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Update, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.messaging.parked.log import ORIGIN, Action, write
from shared.messaging.parked.reading import DROPPED, WAITING, Cause
from shared.messaging.tables import parked

# The worker has not begun with it, so nothing is under way that could turn out otherwise.
_AT_REST = WAITING & parked.c.retry_started_at.is_(None)


async def request_retry(session: AsyncSession, parked_id: UUID, who: str) -> bool:
    """Ask the worker for one more try; False when it is not parked, or was asked for already."""
    return bool(await _ask(session, _retry().where(parked.c.id == parked_id, WAITING), who))


async def retry_all(session: AsyncSession, cause: Cause, who: str) -> int:
    """Ask for one more try of everything with this cause; returns for how many nobody had asked yet."""
    return await _ask(session, _retry().where(cause.matches()), who)


async def drop(session: AsyncSession, parked_id: UUID, who: str, because: str) -> bool:
    """Give a message up, with the reason; False when it is not parked, or is being tried again right now."""
    gone = {"dropped_at": clock.now(), "dropped_by": who, "dropped_because": because, "retry_requested_at": None}
    statement = update(parked).where(parked.c.id == parked_id, _AT_REST).values(**gone)
    return bool(await _change(session, statement, Action.DROPPED, who, because))


async def restore(session: AsyncSession, parked_id: UUID, who: str) -> bool:
    """Put a dropped message back, to wait for people again; False when it was not dropped."""
    back = {"dropped_at": None, "dropped_by": None, "dropped_because": None}
    statement = update(parked).where(parked.c.id == parked_id, DROPPED).values(**back)
    return bool(await _change(session, statement, Action.RESTORED, who))


def _retry() -> Update:
    return update(parked).where(parked.c.retry_requested_at.is_(None)).values(retry_requested_at=clock.now())


async def _ask(session: AsyncSession, statement: Update, who: str) -> int:
    return await _change(session, statement, Action.RETRY_ASKED, who)


async def _change(
    session: AsyncSession, statement: Update, action: Action, who: str, because: str | None = None
) -> int:
    changed: list[Any] = list(await session.execute(statement.returning(*ORIGIN)))
    await write(session, changed, action, who, because)
    return len(changed)

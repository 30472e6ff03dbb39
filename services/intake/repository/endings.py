"""What reporters are asked, say and want once a report has ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import (
    OutcomeAnswer,
    OutcomeCheck,
    ReopeningRequest,
)


async def plan_checks(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Store when to ask; what was planned before stays as it is."""
    await session.execute(
        upsert(OutcomeCheck).values(rows).on_conflict_do_nothing(index_elements=["closing_id", "weeks"])
    )


async def take_due_checks(session: AsyncSession, now: datetime, at_most: int) -> Sequence[OutcomeCheck]:
    """Checks that are due; nobody takes the same one again."""
    due = select(col(OutcomeCheck.id)).where(col(OutcomeCheck.due_at) <= now).order_by(col(OutcomeCheck.due_at))
    mine = due.limit(at_most).with_for_update(skip_locked=True)
    taken = update(OutcomeCheck).where(col(OutcomeCheck.id).in_(mine)).values(due_at=None).returning(OutcomeCheck)
    return (await session.scalars(taken)).all()


async def planned_checks(session: AsyncSession, closing_id: UUID) -> Sequence[OutcomeCheck]:
    """The checks still to come after a report was called solved, in their order."""
    planned = select(OutcomeCheck).where(col(OutcomeCheck.closing_id) == closing_id)
    waiting = planned.where(col(OutcomeCheck.due_at).is_not(None)).order_by(col(OutcomeCheck.due_at))
    return (await session.scalars(waiting)).all()


async def outcome_answer(session: AsyncSession, closing_id: UUID) -> OutcomeAnswer | None:
    """What the reporter said of it last."""
    return await session.get(OutcomeAnswer, closing_id)


async def put_outcome_answer(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Keep the newest answer; False when it is the same as before."""
    given = upsert(OutcomeAnswer).values(**row)
    other = tuple_(col(OutcomeAnswer.answer), col(OutcomeAnswer.text)).is_distinct_from(
        tuple_(given.excluded.answer, given.excluded.text)
    )
    kept = given.on_conflict_do_update(index_elements=["closing_id"], set_=row, where=other)
    return (await session.execute(kept.returning(col(OutcomeAnswer.closing_id)))).first() is not None


async def add_reopening_request(session: AsyncSession, row: dict[str, Any]) -> None:
    """Store that a reporter wants a report opened again."""
    await session.execute(insert(ReopeningRequest).values(**row))


async def last_reopening_request(session: AsyncSession, report_id: UUID) -> ReopeningRequest | None:
    """The newest such request about a report."""
    newest = (
        select(ReopeningRequest)
        .where(col(ReopeningRequest.report_id) == report_id)
        .order_by(col(ReopeningRequest.asked_at).desc())
        .limit(1)
    )
    return (await session.scalars(newest)).one_or_none()


async def decide_reopening(session: AsyncSession, request_id: UUID, decided_at: datetime, *, granted: bool) -> None:
    """Store what the team decided about a request."""
    asked = update(ReopeningRequest).where(col(ReopeningRequest.id) == request_id)
    await session.execute(asked.values(granted=granted, decided_at=decided_at))

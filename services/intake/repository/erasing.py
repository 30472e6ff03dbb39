"""What goes of a report that is erased, and what is remembered of that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake import domain
from services.intake.tables import (
    Addition,
    BrokerErasure,
    Erasure,
    IdempotencyKey,
    Notice,
    OutcomeAnswer,
    OutcomeCheck,
    Question,
    ReopeningRequest,
    Reporter,
)
from shared.contracts.words import GONE


async def delete_reporter(session: AsyncSession, report_id: UUID) -> None:
    """Delete who sent a report, and the key a machine sent it with."""
    await session.execute(delete(Reporter).where(col(Reporter.report_id) == report_id))
    await session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.report_id) == report_id))


async def empty_exchange(session: AsyncSession, report_id: UUID) -> None:
    """Empty what was asked, told and answered about a report; its reporter is asked nothing more."""
    asked = update(Question).where(col(Question.report_id) == report_id)
    await session.execute(asked.values(question=GONE, answer=_gone(col(Question.answer))))
    await session.execute(update(Notice).where(col(Notice.report_id) == report_id).values(title=GONE, text=GONE))
    await session.execute(update(Addition).where(col(Addition.report_id) == report_id).values(text=GONE))
    answered = update(OutcomeAnswer).where(col(OutcomeAnswer.report_id) == report_id)
    await session.execute(answered.values(text=_gone(col(OutcomeAnswer.text))))
    wanted = update(ReopeningRequest).where(col(ReopeningRequest.report_id) == report_id)
    await session.execute(wanted.values(reason=_gone(col(ReopeningRequest.reason))))
    await session.execute(update(OutcomeCheck).where(col(OutcomeCheck.report_id) == report_id).values(due_at=None))


def _gone(column: Any) -> ColumnElement[str | None]:
    return case((column.is_not(None), GONE))


async def add_erasure(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Write an erasure down; False when it was written down before."""
    written = upsert(Erasure).values(**row).on_conflict_do_nothing().returning(col(Erasure.report_id))
    return (await session.execute(written)).first() is not None


async def erasures(session: AsyncSession) -> Sequence[Erasure]:
    """Every erasure there was, oldest first."""
    return (await session.scalars(select(Erasure).order_by(col(Erasure.erased_at), col(Erasure.report_id)))).all()


async def plan_clearing(session: AsyncSession, about_id: UUID, at: datetime) -> None:
    """Have the words about this taken from the broker from then on, from the first round again."""
    anew = {"rounds": 0, "due_at": at}
    row = upsert(BrokerErasure).values(about_id=about_id, **anew)
    await session.execute(row.on_conflict_do_update(index_elements=["about_id"], set_=anew))


async def due_clearings(session: AsyncSession, now: datetime, at_most: int) -> Sequence[tuple[UUID, int]]:
    """What is to be cleared at the broker by now, and how often it was before."""
    due = select(col(BrokerErasure.about_id), col(BrokerErasure.rounds)).where(col(BrokerErasure.due_at) <= now)
    rows = await session.execute(due.order_by(col(BrokerErasure.due_at)).limit(at_most))
    return [(about_id, rounds) for about_id, rounds in rows]


async def note_clearing(session: AsyncSession, about_id: UUID, now: datetime) -> None:
    """One more round was done; plan the next one, if there is to be one."""
    clearing = await session.get_one(BrokerErasure, about_id, with_for_update=True)
    pause = domain.clearing_pause(clearing.rounds)
    clearing.rounds += 1
    clearing.due_at = now + pause if pause else None


async def long_closed(
    session: AsyncSession, statuses: Sequence[str], told_before: datetime, at_most: int
) -> Sequence[UUID]:
    """Reports that ended with one of these statuses before a moment, and whose reporter is still known."""
    newest = (
        select(col(Notice.public_status), col(Notice.happened_at))
        .where(col(Notice.report_id) == col(Reporter.report_id), col(Notice.changes_standing))
        .order_by(col(Notice.happened_at).desc(), col(Notice.id).desc())
        .limit(1)
        .lateral()
    )
    closed = select(col(Reporter.report_id)).where(
        newest.c.public_status.in_(statuses), newest.c.happened_at < told_before
    )
    return (await session.scalars(closed.limit(at_most))).all()


async def delete_old_keys(session: AsyncSession, stored_before: datetime) -> None:
    """Forget what machines sent so long ago that they will not send it once more."""
    await session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.stored_at) < stored_before))

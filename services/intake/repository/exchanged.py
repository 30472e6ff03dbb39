"""What reporters were asked and told, and what they answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import (
    Addition,
    MailState,
    Notice,
    Question,
)


async def add_question(session: AsyncSession, row: dict[str, Any]) -> None:
    """Store a question of the team."""
    await session.execute(upsert(Question).values(**row).on_conflict_do_nothing())


async def latest_question(session: AsyncSession, report_id: UUID) -> Question | None:
    """The question asked last."""
    newest = (
        select(Question).where(col(Question.report_id) == report_id).order_by(col(Question.asked_at).desc()).limit(1)
    )
    return (await session.scalars(newest)).one_or_none()


async def answered_questions(session: AsyncSession, report_id: UUID) -> Sequence[Question]:
    """The questions that the reporter answered, or said not to know."""
    answered = select(Question).where(col(Question.report_id) == report_id, col(Question.answered_at).is_not(None))
    return (await session.scalars(answered.order_by(col(Question.answered_at)))).all()


async def add_addition(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Store what the reporter adds; False when it was stored before."""
    stored = await session.execute(upsert(Addition).values(**row).on_conflict_do_nothing().returning(col(Addition.id)))
    return stored.first() is not None


async def additions(session: AsyncSession, report_id: UUID) -> Sequence[Addition]:
    """What the reporter added, oldest first."""
    added = select(Addition).where(col(Addition.report_id) == report_id)
    return (await session.scalars(added.order_by(col(Addition.added_at), col(Addition.id)))).all()


async def answer_question(
    session: AsyncSession, question_id: UUID, report_id: UUID, answer: str | None, answered_at: datetime
) -> bool:
    """Store an answer; False when there is no such question or it was answered already."""
    changed = await session.execute(
        update(Question)
        .where(
            col(Question.id) == question_id, col(Question.report_id) == report_id, col(Question.answered_at).is_(None)
        )
        .values(answer=answer, answered_at=answered_at)
        .returning(col(Question.id))
    )
    return changed.first() is not None


async def add_notice(session: AsyncSession, row: dict[str, Any]) -> None:
    """Store what the reporter was told."""
    await session.execute(upsert(Notice).values(**row).on_conflict_do_nothing())


async def notices(session: AsyncSession, report_id: UUID) -> Sequence[Notice]:
    """What the reporter was told, newest first."""
    newest_first = (
        select(Notice)
        .where(col(Notice.report_id) == report_id)
        .order_by(col(Notice.happened_at).desc(), col(Notice.id).desc())
    )
    return (await session.scalars(newest_first)).all()


async def standing_notice(session: AsyncSession, report_id: UUID) -> Notice | None:
    """The newest notice that says how a report stands."""
    newest = (
        select(Notice)
        .where(col(Notice.report_id) == report_id, col(Notice.changes_standing))
        .order_by(col(Notice.happened_at).desc(), col(Notice.id).desc())
        .limit(1)
    )
    return (await session.scalars(newest)).one_or_none()


async def set_mail_state(session: AsyncSession, report_id: UUID, state: str, settled_at: datetime) -> None:
    """Keep how the last mail about a report fared."""
    values = {"state": state, "settled_at": settled_at}
    await session.execute(
        upsert(MailState)
        .values(report_id=report_id, **values)
        .on_conflict_do_update(index_elements=["report_id"], set_=values, where=col(MailState.settled_at) <= settled_at)
    )


async def forget_mail_state(session: AsyncSession, report_id: UUID) -> None:
    """Nothing is known of mails about this report any more."""
    await session.execute(delete(MailState).where(col(MailState.report_id) == report_id))


async def mail_state(session: AsyncSession, report_id: UUID) -> str | None:
    """How the last mail about a report fared; None before the first."""
    return await session.scalar(select(col(MailState.state)).where(col(MailState.report_id) == report_id))

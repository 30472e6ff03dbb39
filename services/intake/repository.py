"""Every query of intake."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import (
    Draft,
    IdempotencyKey,
    MailState,
    Notice,
    OutcomeAnswer,
    OutcomeCheck,
    PersonalDataView,
    Question,
    ReopeningRequest,
    Report,
    Reporter,
)


async def add_report(session: AsyncSession, report: dict[str, Any], reporter: dict[str, Any]) -> None:
    """Store a report and who sent it."""
    await session.execute(insert(Report).values(**report))
    await session.execute(insert(Reporter).values(**reporter))


async def report_by_link(session: AsyncSession, link_hash: bytes) -> Report | None:
    """The report a status link opens."""
    return (await session.scalars(select(Report).where(col(Report.link_hash) == link_hash))).one_or_none()


async def report(session: AsyncSession, report_id: UUID) -> Report | None:
    """A report by its id."""
    return await session.get(Report, report_id)


async def lock_report(session: AsyncSession, report_id: UUID) -> None:
    """Let nobody else decide about this report until this transaction ends."""
    await session.execute(select(col(Report.id)).where(col(Report.id) == report_id).with_for_update())


async def take_due_reminders(session: AsyncSession, now: datetime, at_most: int) -> Sequence[UUID]:
    """Reports whose reminder is due; nobody takes the same one again."""
    due = select(col(Report.id)).where(col(Report.remind_at) <= now).limit(at_most).with_for_update(skip_locked=True)
    taken = update(Report).where(col(Report.id).in_(due)).values(remind_at=None).returning(col(Report.id))
    return (await session.scalars(taken)).all()


async def reporter(session: AsyncSession, report_id: UUID) -> Reporter | None:
    """Who sent a report."""
    return await session.get(Reporter, report_id)


async def note_view(session: AsyncSession, view: PersonalDataView) -> None:
    """Remember who looked at contact data."""
    session.add(view)
    await session.flush()


async def add_draft(session: AsyncSession, draft: Draft) -> None:
    """Start a draft."""
    session.add(draft)
    await session.flush()


async def draft(session: AsyncSession, draft_id: UUID, secret_hash: bytes) -> Draft | None:
    """The draft of whoever holds its secret."""
    found = await session.scalars(select(Draft).where(col(Draft.id) == draft_id, col(Draft.secret_hash) == secret_hash))
    return found.one_or_none()


async def lock_draft(session: AsyncSession, draft_id: UUID) -> Draft:
    """The draft as it is now; nobody else can send it until this transaction ends."""
    locked = select(Draft).where(col(Draft.id) == draft_id).with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).one()


async def save_draft(session: AsyncSession, draft_id: UUID, fields: dict[str, Any], saved_at: datetime) -> None:
    """Keep what was typed, unless the draft was sent meanwhile."""
    await session.execute(
        update(Draft)
        .where(col(Draft.id) == draft_id, col(Draft.report_id).is_(None))
        .values(fields=fields, saved_at=saved_at)
    )


async def delete_drafts(session: AsyncSession, saved_before: datetime) -> None:
    """Forget drafts nobody went on with, and the traces of those that were sent."""
    await session.execute(delete(Draft).where(col(Draft.saved_at) < saved_before))


async def claim_key(session: AsyncSession, row: dict[str, Any]) -> IdempotencyKey | None:
    """Take an idempotency key; the earlier use when it was taken already. Waits for one that is being used now."""
    taken = await session.execute(
        upsert(IdempotencyKey).values(**row).on_conflict_do_nothing().returning(col(IdempotencyKey.key))
    )
    if taken.first() is not None:
        return None
    return (await session.scalars(select(IdempotencyKey).where(col(IdempotencyKey.key) == row["key"]))).one()


async def add_question(session: AsyncSession, row: dict[str, Any]) -> None:
    """Store a question of the team."""
    await session.execute(upsert(Question).values(**row).on_conflict_do_nothing())


async def latest_question(session: AsyncSession, report_id: UUID) -> Question | None:
    """The question asked last."""
    newest = (
        select(Question).where(col(Question.report_id) == report_id).order_by(col(Question.asked_at).desc()).limit(1)
    )
    return (await session.scalars(newest)).one_or_none()


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


async def mail_state(session: AsyncSession, report_id: UUID) -> str | None:
    """How the last mail about a report fared; None before the first."""
    return await session.scalar(select(col(MailState.state)).where(col(MailState.report_id) == report_id))


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

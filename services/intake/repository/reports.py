"""Reports, who sent them, and those still being written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import cast, delete, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import (
    Draft,
    IdempotencyKey,
    PersonalDataView,
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


async def held_report(session: AsyncSession, report_id: UUID) -> Report | None:
    """The report as it is now; nobody else decides about it until this transaction ends."""
    held = select(Report).where(col(Report.id) == report_id).with_for_update()
    return (await session.scalars(held.execution_options(populate_existing=True))).one_or_none()


async def split_off(session: AsyncSession, report_id: UUID) -> Sequence[Report]:
    """The reports that were split off from a report, oldest first."""
    of_it = col(Report.content)["split_from"].as_string() == str(report_id)
    return (await session.scalars(select(Report).where(of_it).order_by(col(Report.submitted_at)))).all()


async def report_with(session: AsyncSession, reference: str) -> Report | None:
    """The report with this reference."""
    return (await session.scalars(select(Report).where(col(Report.reference) == reference))).one_or_none()


async def report_id_of(session: AsyncSession, reference: str) -> UUID | None:
    """The report with this reference."""
    return await session.scalar(select(col(Report.id)).where(col(Report.reference) == reference))


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
    """Keep these fields and leave the others as they are now, unless the draft was sent meanwhile."""
    together = col(Draft.fields).op("||")(cast(fields, JSONB))
    await session.execute(
        update(Draft)
        .where(col(Draft.id) == draft_id, col(Draft.report_id).is_(None))
        .values(fields=together, saved_at=saved_at)
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

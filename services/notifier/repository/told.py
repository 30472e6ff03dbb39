"""What we told reporters, and what we did not."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.tables import IssuedNotice, KeptSilence
from services.notifier.wording import Notice
from shared.contracts.base import Fact
from shared.ids import new_id


async def add_notice(
    session: AsyncSession, report_id: UUID, fact_id: UUID, happened_at: datetime, notice: Notice
) -> UUID | None:
    """Store a notice; None when this reporter was told about this fact before."""
    written = await session.execute(
        insert(IssuedNotice)
        .values(
            id=new_id(),
            report_id=report_id,
            fact_id=fact_id,
            kind=notice.kind,
            happened_at=happened_at,
            words=notice.model_dump(mode="json"),
        )
        .on_conflict_do_nothing(index_elements=["report_id", "fact_id"])
        .returning(col(IssuedNotice.id))
    )
    return written.scalar_one_or_none()


async def notice(session: AsyncSession, notice_id: UUID) -> tuple[UUID, Notice]:
    """The report a notice is about, and its words."""
    row = await session.get_one(IssuedNotice, notice_id)
    return row.report_id, Notice.model_validate(row.words)


async def notice_about(session: AsyncSession, report_id: UUID, fact_id: UUID) -> IssuedNotice | None:
    """The notice of one fact, held until this transaction ends."""
    wanted = select(IssuedNotice).where(col(IssuedNotice.report_id) == report_id, col(IssuedNotice.fact_id) == fact_id)
    return (await session.scalars(wanted.with_for_update())).one_or_none()


async def is_undone(session: AsyncSession, notice_id: UUID) -> bool:
    """Whether what a notice tells was undone."""
    return (await session.get_one(IssuedNotice, notice_id)).undone_at is not None


async def told_after(session: AsyncSession, report_id: UUID, moment: datetime) -> bool:
    """Whether a reporter was told anything after a moment."""
    later = exists().where(col(IssuedNotice.report_id) == report_id, col(IssuedNotice.happened_at) > moment)
    return bool(await session.scalar(select(later)))


async def standing_before(session: AsyncSession, report_id: UUID, moment: datetime) -> Notice | None:
    """The last notice before a moment that says how a report stands."""
    changes = col(IssuedNotice.words)["changes_standing"].as_boolean()
    wanted = select(IssuedNotice).where(
        col(IssuedNotice.report_id) == report_id, col(IssuedNotice.happened_at) < moment, func.coalesce(changes, true())
    )
    newest = wanted.order_by(col(IssuedNotice.happened_at).desc(), col(IssuedNotice.id).desc()).limit(1)
    row = (await session.scalars(newest)).one_or_none()
    return Notice.model_validate(row.words) if row else None


async def told_since(session: AsyncSession, report_id: UUID, kinds: Collection[str], moment: datetime) -> bool:
    """Whether a reporter was told one of these since a moment."""
    wanted = select(
        exists().where(
            col(IssuedNotice.report_id) == report_id,
            col(IssuedNotice.kind).in_(kinds),
            col(IssuedNotice.happened_at) >= moment,
        )
    )
    return bool(await session.scalar(wanted))


async def add_silence(session: AsyncSession, fact_id: UUID, fact: Fact, happened_at: datetime, reason: str) -> None:
    """Remember why a fact was told to nobody."""
    session.add(
        KeptSilence(
            fact_id=fact_id,
            subject=fact.SUBJECT,
            about_id=fact.key_id,
            reason=reason,
            happened_at=happened_at,
        )
    )
    await session.flush()


async def forget_silence(session: AsyncSession, fact_id: UUID) -> None:
    """Somebody was told after all."""
    await session.execute(delete(KeptSilence).where(col(KeptSilence.fact_id) == fact_id))

"""What triage knows of what reporters were told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.tables import ToldMail, ToldNotice
from shared.contracts.pieces import Hider
from shared.contracts.words import GONE
from shared.messaging.hiding import hide_in


async def add_notice(session: AsyncSession, notice: ToldNotice) -> None:
    """Keep what a reporter was told, once."""
    await session.execute(upsert(ToldNotice).values(**notice.model_dump()).on_conflict_do_nothing())


async def add_mail(session: AsyncSession, mail: ToldMail) -> None:
    """Keep how the mail of a notice ended, once."""
    await session.execute(upsert(ToldMail).values(**mail.model_dump()).on_conflict_do_nothing())


async def notices(session: AsyncSession, report_id: UUID) -> Sequence[tuple[ToldNotice, ToldMail | None]]:
    """What the reporter was told, newest first, each with how its mail ended."""
    joined = select(ToldNotice, ToldMail).outerjoin(ToldMail, col(ToldMail.notice_id) == col(ToldNotice.id))
    wanted = joined.where(col(ToldNotice.report_id) == report_id)
    rows = await session.execute(wanted.order_by(col(ToldNotice.happened_at).desc(), col(ToldNotice.id).desc()))
    return [(notice, mail) for notice, mail in rows.all()]


async def empty_notices(session: AsyncSession, report_id: UUID) -> None:
    """Take the words out of what a reporter was told."""
    told = update(ToldNotice).where(col(ToldNotice.report_id) == report_id)
    await session.execute(told.values(title=GONE, text=GONE))


async def hide_in_notices(session: AsyncSession, report_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of what a reporter was told."""
    await hide_in(session, select(ToldNotice).where(col(ToldNotice.report_id) == report_id), hider, "title", "text")

"""Letters: asked for, recognised, used, forgotten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import Draft, Letter

# Sets these locks apart from others on the same texts.
_LOCK_SEED = 5


def _goes_to(email: str) -> ColumnElement[bool]:
    return func.lower(col(Letter.email)) == email.lower()


async def hold_address(session: AsyncSession, email: str) -> None:
    """Let nobody else ask for a letter to this address until this transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(email.lower(), _LOCK_SEED))))


async def asked_since(session: AsyncSession, moment: datetime, email: str | None = None) -> int:
    """How many letters were asked for since a moment, for one address or in all."""
    wanted = select(func.count()).select_from(Letter).where(col(Letter.asked_at) > moment)
    return int(await session.scalar(wanted.where(_goes_to(email)) if email else wanted) or 0)


async def same_since(
    session: AsyncSession, kind: str, email: str, about_id: UUID | None, moment: datetime
) -> Letter | None:
    """A letter like this one that was asked for since a moment and is not used yet."""
    wanted = select(Letter).where(
        col(Letter.kind) == kind, _goes_to(email), col(Letter.asked_at) > moment, col(Letter.used_at).is_(None),
        col(Letter.void_at).is_(None),
    )  # fmt: skip
    if about_id:
        wanted = wanted.where(col(Letter.about_id) == about_id)
    return (await session.scalars(wanted.limit(1))).one_or_none()


async def add_letter(session: AsyncSession, row: dict[str, Any]) -> None:
    """Remember that a letter was asked for."""
    await session.execute(insert(Letter).values(**row))


async def void_others(session: AsyncSession, kind: str, about_id: UUID, email: str, at: datetime) -> None:
    """What was mailed for the same to another address opens nothing any more: it may have been the wrong one."""
    others = update(Letter).where(col(Letter.kind) == kind, col(Letter.about_id) == about_id, ~_goes_to(email))
    await session.execute(others.where(col(Letter.void_at).is_(None)).values(void_at=at))


async def by_fingerprint(session: AsyncSession, kind: str, fingerprint: bytes) -> Letter | None:
    """The letter with this secret, held until this transaction ends."""
    wanted = select(Letter).where(col(Letter.kind) == kind, col(Letter.fingerprint) == fingerprint)
    return (await session.scalars(wanted.limit(1).with_for_update())).one_or_none()


async def newest(session: AsyncSession, kind: str, about_id: UUID, *, held: bool = False) -> Letter | None:
    """The letter asked for last about something."""
    wanted = select(Letter).where(
        col(Letter.kind) == kind, col(Letter.about_id) == about_id, col(Letter.void_at).is_(None)
    )
    wanted = wanted.order_by(col(Letter.asked_at).desc(), col(Letter.id).desc()).limit(1)
    return (await session.scalars(wanted.with_for_update() if held else wanted)).one_or_none()


async def about(session: AsyncSession, report_id: UUID, email: str | None) -> Sequence[UUID]:
    """What letters are about that belong to a report: itself, its draft; or nothing, and they went to its reporter."""
    drafts = select(col(Draft.id)).where(col(Draft.report_id) == report_id)
    belongs = or_(col(Letter.about_id) == report_id, col(Letter.about_id).in_(drafts))
    if email:
        belongs = or_(belongs, and_(_goes_to(email), col(Letter.about_id) == col(Letter.id)))
    return (await session.scalars(select(col(Letter.about_id)).where(belongs).distinct())).all()


async def delete_about(session: AsyncSession, about_ids: Sequence[UUID]) -> None:
    """Forget the letters about these."""
    await session.execute(delete(Letter).where(col(Letter.about_id).in_(about_ids)))


async def empty_about(session: AsyncSession, about_id: UUID) -> None:
    """Forget where the letters about this went; that they were there stays known for a while."""
    await session.execute(update(Letter).where(col(Letter.about_id) == about_id).values(email=None))


async def delete_old(session: AsyncSession, before: datetime) -> None:
    """Forget letters that ended before a moment, unless a draft they open is still there."""
    drafts = select(col(Draft.id)).where(col(Draft.id) == col(Letter.about_id), col(Draft.report_id).is_(None))
    writing = drafts.correlate(Letter).exists()
    over = or_(col(Letter.valid_until) < before, col(Letter.void_at) < before)
    await session.execute(delete(Letter).where(over, or_(~writing, col(Letter.void_at).is_not(None))))

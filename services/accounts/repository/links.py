"""Mailed links: asked for, recognised, forgotten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import Link


async def asked_since(session: AsyncSession, member_id: UUID, moment: datetime) -> int:
    """How many links somebody was mailed since a moment."""
    asked = select(func.count()).where(col(Link.member_id) == member_id, col(Link.asked_at) > moment)
    return await session.scalar(asked) or 0


async def newest_is_since(session: AsyncSession, member_id: UUID, kind: str, moment: datetime) -> bool:
    """Whether a link that still works went out since a moment."""
    same = select(Link).where(
        col(Link.member_id) == member_id, col(Link.kind) == kind, col(Link.asked_at) > moment,
        col(Link.used_at).is_(None), col(Link.void_at).is_(None),
    )  # fmt: skip
    return (await session.scalars(same.limit(1))).first() is not None


async def void_all(session: AsyncSession, member_id: UUID, at: datetime) -> None:
    """Let no link that was mailed to somebody open anything any more."""
    await session.execute(
        update(Link)
        .where(col(Link.member_id) == member_id, col(Link.used_at).is_(None), col(Link.void_at).is_(None))
        .values(void_at=at)
    )


async def by_fingerprint(session: AsyncSession, kind: str, fingerprint: bytes) -> Link | None:
    """The link with this secret, held until this transaction ends."""
    wanted = select(Link).where(col(Link.kind) == kind, col(Link.fingerprint) == fingerprint)
    return (await session.scalars(wanted.with_for_update())).first()


async def settle(session: AsyncSession, link_id: UUID, state: str) -> None:
    """Note how the mail of a link ended; an id that is of no link changes nothing."""
    await session.execute(update(Link).where(col(Link.id) == link_id).values(mail_state=state))


async def newest_states(session: AsyncSession, kind: str) -> dict[UUID, str | None]:
    """How the mail ended of the newest link of each member, as far as that is known."""
    oldest_first = select(col(Link.member_id), col(Link.mail_state)).order_by(col(Link.asked_at))
    asked = await session.execute(oldest_first.where(col(Link.kind) == kind))
    return {row.member_id: row.mail_state for row in asked}


async def forget_before(session: AsyncSession, moment: datetime) -> None:
    """Forget links that ended before a moment."""
    await session.execute(delete(Link).where(col(Link.valid_until) < moment))

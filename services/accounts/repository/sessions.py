"""Who is signed in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import Member, MemberSession


async def member_in_session(session: AsyncSession, session_id: UUID, now: datetime) -> Member | None:
    """Who is signed in with this session."""
    return await session.scalar(
        select(Member)
        .join(MemberSession, col(MemberSession.member_id) == col(Member.id))
        .where(
            col(MemberSession.id) == session_id,
            col(MemberSession.ended_at).is_(None),
            col(MemberSession.expires_at) > now,
            col(Member.active),
        )
    )


async def sessions_of(session: AsyncSession, member_id: UUID, now: datetime) -> Sequence[MemberSession]:
    """The sessions of a member that go on, newest first."""
    going_on = select(MemberSession).where(
        col(MemberSession.member_id) == member_id,
        col(MemberSession.ended_at).is_(None),
        col(MemberSession.expires_at) > now,
    )
    return (await session.scalars(going_on.order_by(col(MemberSession.started_at).desc(), col(MemberSession.id)))).all()


async def end_session(session: AsyncSession, session_id: UUID, now: datetime) -> MemberSession | None:
    """End a session; None when it does not exist or ended before."""
    return await session.scalar(
        update(MemberSession)
        .where(col(MemberSession.id) == session_id, col(MemberSession.ended_at).is_(None))
        .values(ended_at=now)
        .returning(MemberSession)
    )


async def end_sessions_of(session: AsyncSession, member_id: UUID, now: datetime) -> Sequence[MemberSession]:
    """End all sessions of a member that have not ended; returns them."""
    ended = await session.scalars(
        update(MemberSession)
        .where(
            col(MemberSession.member_id) == member_id,
            col(MemberSession.ended_at).is_(None),
            col(MemberSession.expires_at) > now,
        )
        .values(ended_at=now)
        .returning(MemberSession)
    )
    return ended.all()


async def forget_sessions_expired_before(session: AsyncSession, moment: datetime) -> None:
    """Drop sessions nobody can use any more; the audit trail keeps that they were."""
    await session.execute(delete(MemberSession).where(col(MemberSession.expires_at) < moment))

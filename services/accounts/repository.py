from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import AllowedName, AuditEntry, FailedSignIn, Member, MemberSession, Record
from shared.paging import PAGE_SIZE, rows_before


def add(session: AsyncSession, record: Record) -> None:
    """Keep a new row."""
    session.add(record)


async def add_member(session: AsyncSession, member: Member) -> bool:
    """Keep a new member; False when somebody has the e-mail address already."""
    added = await session.execute(
        insert(Member).values(member.model_dump()).on_conflict_do_nothing().returning(col(Member.id))
    )
    return added.first() is not None


async def member_by_email(session: AsyncSession, email: str) -> Member | None:
    """The member with this address, in whatever case it is written."""
    return await session.scalar(select(Member).where(func.lower(Member.email) == func.lower(email.strip())))


async def member(session: AsyncSession, member_id: UUID) -> Member | None:
    """The member with this id."""
    return await session.get(Member, member_id)


async def member_to_change(session: AsyncSession, member_id: UUID) -> Member | None:
    """The member, locked until the transaction ends, so that revisions never skip or repeat."""
    return await session.get(Member, member_id, with_for_update=True)


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


async def take_turns(session: AsyncSession, network: str) -> None:
    """Let one sign-in from a network at a time go on: tries sent together would all see the same few failures."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"sign-in from {network}", 0))))


async def failures_from(session: AsyncSession, network: str, since: datetime) -> Sequence[Row[datetime, bytes]]:
    """When and for which address a network failed, newest first."""
    found = await session.execute(
        select(col(FailedSignIn.failed_at), col(FailedSignIn.email_fingerprint))
        .where(col(FailedSignIn.network) == network, col(FailedSignIn.failed_at) > since)
        .order_by(col(FailedSignIn.failed_at).desc())
    )
    return found.all()


async def forget_failures(session: AsyncSession, network: str, email_fingerprint: bytes) -> None:
    """Start again for an account whose owner signed in from this network."""
    await session.execute(
        delete(FailedSignIn).where(
            col(FailedSignIn.network) == network, col(FailedSignIn.email_fingerprint) == email_fingerprint
        )
    )


async def forget_failures_before(session: AsyncSession, moment: datetime) -> None:
    """Drop failures that no longer slow anybody down."""
    await session.execute(delete(FailedSignIn).where(col(FailedSignIn.failed_at) < moment))


async def forget_sessions_expired_before(session: AsyncSession, moment: datetime) -> None:
    """Drop sessions nobody can use any more; the audit trail keeps that they were."""
    await session.execute(delete(MemberSession).where(col(MemberSession.expires_at) < moment))


async def said_about_names(session: AsyncSession) -> Sequence[AllowedName]:
    """Every name about which somebody said whether it is no patient's."""
    return (await session.scalars(select(AllowedName))).all()


async def name_to_change(session: AsyncSession, otherwise: AllowedName) -> AllowedName:
    """What was said about a name, or `otherwise` when nothing was; locked until the transaction ends."""
    await session.execute(insert(AllowedName).values(otherwise.model_dump()).on_conflict_do_nothing())
    return await session.get_one(AllowedName, otherwise.id, with_for_update=True)


async def audited(session: AsyncSession, actions: Sequence[str], number: int) -> tuple[Sequence[AuditEntry], int]:
    """One page of what was done of these kinds, newest first, and how much it is in all."""
    these = col(AuditEntry.action).in_(actions)
    newest = (col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    rows = select(AuditEntry).where(these).order_by(*newest).offset(rows_before(number)).limit(PAGE_SIZE)
    total = await session.scalar(select(func.count()).select_from(AuditEntry).where(these))
    return (await session.scalars(rows)).all(), total or 0

"""The second step of signing in: apps, recovery codes, and who is between both steps."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import App, BegunSignIn, Member, RecoveryCode


async def app_of(session: AsyncSession, member_id: UUID) -> App | None:
    """The app of a member, set up or being set up."""
    return await session.get(App, member_id)


async def with_app(session: AsyncSession) -> set[UUID]:
    """Who has set up an app."""
    return set(await session.scalars(select(col(App.member_id)).where(col(App.seed).is_not(None))))


async def held(session: AsyncSession, member_id: UUID) -> App:
    """The app of a member, an empty one when there is none; nobody else gets it until this transaction ends."""
    await session.execute(insert(App).values(App(member_id=member_id).model_dump()).on_conflict_do_nothing())
    return await session.get_one(App, member_id, with_for_update=True, populate_existing=True)


async def replace_recovery_codes(session: AsyncSession, member_id: UUID, fingerprints: Iterable[bytes]) -> None:
    """Let these work from now on, and no others."""
    await session.execute(delete(RecoveryCode).where(col(RecoveryCode.member_id) == member_id))
    session.add_all(RecoveryCode(fingerprint=one, member_id=member_id) for one in fingerprints)


async def use_recovery_code(session: AsyncSession, member_id: UUID, fingerprint: bytes, now: datetime) -> bool:
    """Use a recovery code up; False when this member has no such code any more."""
    used = await session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.fingerprint) == fingerprint,
            col(RecoveryCode.member_id) == member_id,
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
        .returning(col(RecoveryCode.fingerprint))
    )
    return used.first() is not None


async def recovery_codes_left(session: AsyncSession, member_id: UUID) -> int:
    """How many recovery codes still work."""
    left = select(func.count()).where(col(RecoveryCode.member_id) == member_id, col(RecoveryCode.used_at).is_(None))
    return await session.scalar(left) or 0


async def member_between_steps(session: AsyncSession, fingerprint: bytes, now: datetime) -> Member | None:
    """Whose password was right a moment ago, when they may still come in."""
    return await session.scalar(
        select(Member)
        .join(BegunSignIn, col(BegunSignIn.member_id) == col(Member.id))
        .where(col(BegunSignIn.fingerprint) == fingerprint, col(BegunSignIn.ends_at) > now, col(Member.active))
    )


async def forget_begun(session: AsyncSession, fingerprint: bytes) -> None:
    """The second step was done."""
    await session.execute(delete(BegunSignIn).where(col(BegunSignIn.fingerprint) == fingerprint))


async def forget_begun_of(session: AsyncSession, member_id: UUID) -> None:
    """Let a member begin anew wherever they are between both steps."""
    await session.execute(delete(BegunSignIn).where(col(BegunSignIn.member_id) == member_id))


async def forget_begun_before(session: AsyncSession, moment: datetime) -> None:
    """Drop what nobody can go on with any more."""
    await session.execute(delete(BegunSignIn).where(col(BegunSignIn.ends_at) < moment))

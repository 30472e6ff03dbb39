"""The people of the team."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import Member, Record
from shared.contracts.vocabulary import Role


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


async def member_by_subject(session: AsyncSession, subject: str) -> Member | None:
    """The member who is this at their organisation."""
    return await session.scalar(select(Member).where(col(Member.organisation_subject) == subject))


async def member(session: AsyncSession, member_id: UUID) -> Member | None:
    """The member with this id."""
    return await session.get(Member, member_id)


async def known(session: AsyncSession, member_id: UUID) -> Member:
    """A member who must be there, for somebody is signed in as them."""
    return await session.get_one(Member, member_id)


async def held(session: AsyncSession, member_id: UUID) -> Member:
    """A member who must be there, locked until the transaction ends."""
    return await session.get_one(Member, member_id, with_for_update=True, populate_existing=True)


async def member_to_change(session: AsyncSession, member_id: UUID) -> Member | None:
    """The member, locked until the transaction ends, so that revisions never skip or repeat."""
    return await session.get(Member, member_id, with_for_update=True, populate_existing=True)


async def next_morning(session: AsyncSession, today: date) -> Member | None:
    """A member who is here, wants a list, and for whom this day was not begun, held; whom others hold are passed."""
    begun, back_on = col(Member.morning_begun_on), col(Member.back_on)
    wanted = select(Member).where(col(Member.active), col(Member.morning_list), or_(begun.is_(None), begun < today))
    wanted = wanted.where(or_(back_on.is_(None), back_on <= today))
    return await session.scalar(wanted.order_by(col(Member.id)).limit(1).with_for_update(skip_locked=True))


async def take_turns(session: AsyncSession) -> None:
    """Let one change of who is on the team go on at a time: two leads may not take each other off."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("who is on the team", 0))))


async def is_last_lead(session: AsyncSession, member: Member) -> bool:
    """Whether this is the only lead who can come in."""
    others = select(Member).where(col(Member.role) == Role.LEAD.value, col(Member.active), col(Member.id) != member.id)
    is_one = member.role == Role.LEAD.value and member.active
    return is_one and (await session.scalars(others.limit(1))).first() is None


async def all_members(session: AsyncSession) -> Sequence[Member]:
    """Everybody who is or was on the team, in the order of the alphabet."""
    return (await session.scalars(select(Member).order_by(func.lower(Member.name), col(Member.id)))).all()

"""The people of the team."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import Member, Record


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


async def known(session: AsyncSession, member_id: UUID) -> Member:
    """A member who must be there, for somebody is signed in as them."""
    return await session.get_one(Member, member_id)


async def member_to_change(session: AsyncSession, member_id: UUID) -> Member | None:
    """The member, locked until the transaction ends, so that revisions never skip or repeat."""
    return await session.get(Member, member_id, with_for_update=True)

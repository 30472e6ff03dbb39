"""What a service knows of the team, as accounts last told it. Needs PostgreSQL only."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.vocabulary import Role
from shared.staff.absence import called
from shared.staff.permissions import ROLE_PERMISSIONS, Permission
from shared.staff.tables import ended_sessions, members


async def known_member(session: AsyncSession, member_id: UUID, session_id: UUID) -> Row[Any, Any, Any, Any] | None:
    """What is known of an active member whose session has not ended, else None."""
    ended = select(ended_sessions.c.id).where(ended_sessions.c.id == session_id).exists()
    known = select(members.c.name, members.c.role, members.c.shortcuts, members.c.back_on)
    found = await session.execute(known.where(members.c.id == member_id, members.c.active, ~ended))
    return found.first()


async def active_members(session: AsyncSession) -> dict[UUID, str]:
    """Everybody who may sign in now: names by id, in the order of the names."""
    found = await session.execute(select(members.c.id, members.c.name).where(members.c.active).order_by(members.c.name))
    return {row.id: row.name for row in found}


async def choosable(session: AsyncSession) -> list[tuple[UUID, str]]:
    """Everybody who may be given something: ids with names, and until when they are away."""
    wanted = select(members.c.id, members.c.name, members.c.back_on).where(members.c.active)
    found = await session.execute(wanted.order_by(members.c.name))
    return [(row.id, called(row.name, row.back_on)) for row in found]


async def may(session: AsyncSession, member_id: UUID, permission: Permission) -> bool:
    """Whether this member may sign in now and do this; False when we never heard of them."""
    role = await session.scalar(select(members.c.role).where(members.c.id == member_id, members.c.active))
    return role is not None and permission in ROLE_PERMISSIONS[Role.parse(role)]

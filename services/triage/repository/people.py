"""What triage knows of colleagues."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.vocabulary import Role
from shared.staff.permissions import ROLE_PERMISSIONS, Permission
from shared.staff.tables import members


@dataclass(frozen=True)
class Colleague:
    """Somebody who is or was on the team; `handles` says whether cases can be given to them."""

    id: UUID
    name: str
    handles: bool = False


async def colleagues(session: AsyncSession) -> dict[UUID, Colleague]:
    """Everybody who is or was on the team, by name."""
    rows = await session.execute(select(members).order_by(members.c.name, members.c.id))
    return {row.id: Colleague(row.id, row.name, row.active and _decides(row.role)) for row in rows}


def choices(known: dict[UUID, Colleague]) -> list[tuple[str, str]]:
    """Who cases can be given to: id and name."""
    return [(str(one.id), one.name) for one in known.values() if one.handles]


def _decides(role: str) -> bool:
    return Permission.DECIDE in ROLE_PERMISSIONS[Role.parse(role)]

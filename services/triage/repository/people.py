"""What triage knows of colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.vocabulary import Role
from shared.staff.absence import called, is_away
from shared.staff.permissions import ROLE_PERMISSIONS, Permission
from shared.staff.tables import members


@dataclass(frozen=True)
class Colleague:
    """Somebody who is or was on the team; `handles` says whether cases can be given to them.

    Before the day `back_on` they are away, and `stand_in_id` stands in for them.
    """

    id: UUID
    name: str
    handles: bool = False
    back_on: date | None = None
    stand_in_id: UUID | None = None

    @property
    def away(self) -> bool:
        """Whether they are away now."""
        return is_away(self.back_on)

    @property
    def called(self) -> str:
        """Their name, and until when they are away."""
        return called(self.name, self.back_on)


async def colleagues(session: AsyncSession) -> dict[UUID, Colleague]:
    """Everybody who is or was on the team, by name."""
    rows = await session.execute(select(members).order_by(members.c.name, members.c.id))
    return {
        row.id: Colleague(row.id, row.name, row.active and _decides(row.role), row.back_on, row.stand_in_id)
        for row in rows
    }


def stand_in_for(absent: Colleague, known: dict[UUID, Colleague]) -> Colleague | None:
    """Who gets what comes in for somebody who is away: their stand-in when that one is here and handles cases."""
    stand_in = known.get(absent.stand_in_id) if absent.stand_in_id else None
    return stand_in if stand_in and stand_in.handles and not stand_in.away else None


async def absent_with(session: AsyncSession, stand_in_id: UUID) -> Sequence[UUID]:
    """Who is away today and has this member stand in for them."""
    wanted = select(members.c.id).where(members.c.active, members.c.stand_in_id == stand_in_id)
    away = wanted.where(members.c.back_on > clock.today())
    return (await session.scalars(away.order_by(members.c.name, members.c.id))).all()


def choices(known: dict[UUID, Colleague]) -> list[tuple[str, str]]:
    """Who cases can be given to: id and name, and until when they are away."""
    return [(str(one.id), one.called) for one in known.values() if one.handles]


def _decides(role: str) -> bool:
    return Permission.DECIDE in ROLE_PERMISSIONS[Role.parse(role)]

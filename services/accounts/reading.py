"""What the pages about people show."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import MemberState
from services.accounts.repository import apps, members
from services.accounts.tables import Member
from shared.contracts.vocabulary import Role


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team as the list shows them."""

    member: Member
    has_app: bool

    @property
    def role(self) -> Role:
        """What they may do."""
        return Role.parse(self.member.role)


async def people(session: AsyncSession) -> tuple[list[Colleague], list[Colleague]]:
    """Who is on the team or invited to it, and who left it."""
    with_app = await apps.with_app(session)
    everybody = [Colleague(member, member.id in with_app) for member in await members.all_members(session)]
    here = [one for one in everybody if one.member.state is not MemberState.ENDED]
    return here, [one for one in everybody if one.member.state is MemberState.ENDED]


async def colleague(session: AsyncSession, member_id: UUID) -> Colleague | None:
    """Somebody who is or was on the team."""
    member = await members.member(session, member_id)
    return Colleague(member, member_id in await apps.with_app(session)) if member else None

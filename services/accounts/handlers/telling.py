from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.tables import Member
from shared.contracts.accounts import MemberChangedV1
from shared.contracts.vocabulary import Role
from shared.messaging import outbox


async def tell(session: AsyncSession, member: Member) -> None:
    """Say how somebody of the team is now known, so that it holds in every service."""
    fact = MemberChangedV1(
        member_id=member.id,
        revision=member.revision,
        name=member.name,
        role=Role.parse(member.role),
        active=member.active,
        shortcuts=member.shortcuts,
        back_on=member.back_on,
        stand_in_id=member.stand_in_id,
    )
    await outbox.add(session, fact)

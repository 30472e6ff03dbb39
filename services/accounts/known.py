"""Who asks, from the sessions that accounts keeps itself: no projection of them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import handlers
from services.accounts.tables import Member


async def find_member(session: AsyncSession, member_id: UUID, session_id: UUID) -> Member | None:
    """The member whose session this is; None when they may not come in any more."""
    found = await handlers.signed_in_member(session, session_id)
    return found if found and found.id == member_id else None

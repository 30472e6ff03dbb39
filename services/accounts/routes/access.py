from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import handlers
from services.accounts.tables import Member as KnownMember
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("accounts"), scope="function")]


async def _signed_in(session: AsyncSession, member_id: UUID, session_id: UUID) -> KnownMember | None:
    # Accounts keeps the sessions itself: no projection of them.
    found = await handlers.signed_in_member(session, session_id)
    return found if found and found.id == member_id else None


MayHandleParked = Annotated[Member, Depends(allow("accounts", Permission.HANDLE_PARKED, _signed_in))]
MayAllowNames = Annotated[Member, Depends(allow("accounts", Permission.ALLOW_NAMES, _signed_in))]

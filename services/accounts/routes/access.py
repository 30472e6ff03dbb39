from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import handlers
from services.accounts.tables import Member as KnownMember
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.staff.tokens import COOKIE, Token, verify
from shared.web.cookies import read_cookie
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("accounts"), scope="function")]


async def _signed_in(session: AsyncSession, member_id: UUID, session_id: UUID) -> KnownMember | None:
    # Accounts keeps the sessions itself: no projection of them.
    found = await handlers.signed_in_member(session, session_id)
    return found if found and found.id == member_id else None


def shown_session(request: Request) -> Token | None:
    """The session this browser shows, whether or not it still goes on."""
    return verify(read_cookie(request, COOKIE) or "", request.app.state.settings.session_public_key)


SignedIn = Annotated[Member, Depends(allow("accounts", Permission.READ, _signed_in))]
MayHandleParked = Annotated[Member, Depends(allow("accounts", Permission.HANDLE_PARKED, _signed_in))]
MayAllowNames = Annotated[Member, Depends(allow("accounts", Permission.ALLOW_NAMES, _signed_in))]

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.browsers import Browser, device_of, place_of
from services.accounts.known import find_member
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.staff.tokens import COOKIE, Token, verify
from shared.web.cookies import read_cookie
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("accounts"), scope="function")]


def shown_session(request: Request) -> Token | None:
    """The session this browser shows, whether or not it still goes on."""
    return verify(read_cookie(request, COOKIE) or "", request.app.state.settings.session_public_key)


def browser_of(request: Request) -> Browser:
    """The browser that asks."""
    token = shown_session(request)
    address = request.client.host if request.client else ""
    device = device_of(request.headers.get("user-agent", ""))
    return Browser(token.session_id if token else None, device, place_of(address))


async def is_still_signed_in(request: Request, member: Member) -> bool:
    """Whether the session of this member, who came in before, did not end since."""
    async with request.app.state.databases["accounts"].transaction() as session:
        return await find_member(session, member.id, member.session_id) is not None


SignedIn = Annotated[Member, Depends(allow("accounts", Permission.READ, find_member))]
MayAdminister = Annotated[Member, Depends(allow("accounts", Permission.ADMINISTER, find_member))]
MayArrange = Annotated[Member, Depends(allow("accounts", Permission.ARRANGE, find_member))]
MayHandleParked = Annotated[Member, Depends(allow("accounts", Permission.HANDLE_PARKED, find_member))]
MayAllowNames = Annotated[Member, Depends(allow("accounts", Permission.ALLOW_NAMES, find_member))]

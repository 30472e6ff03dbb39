"""Who is behind a request of the team, and whether they may do what they ask."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import cache
from typing import Annotated, Protocol
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException

from shared.contracts.vocabulary import Role
from shared.staff.known import known_member
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.tokens import COOKIE, verify
from shared.web.cookies import read_cookie
from shared.web.errors import Forbidden
from shared.web.sessions import session_of

SIGN_IN_PATH = "/team/inloggen"


class Known(Protocol):
    """What a service knows of a member."""

    @property
    def name(self) -> str:
        """What they are called."""

    @property
    def role(self) -> str:
        """The code of their role."""

    @property
    def shortcuts(self) -> bool:
        """Whether they want shortcut keys."""

    @property
    def back_on(self) -> date | None:
        """The day before which they are away."""


# From the ids of member and session in a token; None when they may not come in any more.
FindMember = Callable[[AsyncSession, UUID, UUID], Awaitable[Known | None]]


@cache
def allow(service: str, permission: Permission, find: FindMember = known_member) -> Callable[..., Awaitable[Member]]:
    """The dependency that lets only members with this permission in; `find` is for who keeps members another way.

    Not signed in: on to the sign-in page and back, or 401 for a line of events, which shows no page. Signed in
    without the right: 403.
    """
    session_dependency = Depends(session_of(service), scope="function")

    async def member(request: Request, session: Annotated[AsyncSession, session_dependency]) -> Member:
        return await let_in(request, session, permission, find)

    return member


async def let_in(
    request: Request, session: AsyncSession, permission: Permission, find: FindMember = known_member
) -> Member:
    """The member who asks, when they have this permission; see `allow`."""
    found = await current_member(request, session, find)
    if found is None:
        raise _not_signed_in(request)
    request.state.member = found
    if not found.may(permission):
        raise Forbidden()
    return found


async def current_member(request: Request, session: AsyncSession, find: FindMember = known_member) -> Member | None:
    """The member whose session the browser shows, as the service at hand knows them now."""
    token = verify(read_cookie(request, COOKIE) or "", request.app.state.settings.session_public_key)
    if token is None:
        return None
    known = await find(session, token.member_id, token.session_id)
    if known is None:
        return None
    role = Role.parse(known.role)
    return Member(token.member_id, token.session_id, known.name, role, known.shortcuts, known.back_on)


def _not_signed_in(request: Request) -> HTTPException:
    if "text/event-stream" in request.headers.get("accept", ""):
        return HTTPException(401)
    return HTTPException(303, headers={"Location": _sign_in_and_back(request)})


def _sign_in_and_back(request: Request) -> str:
    back = request.url.path if request.method == "GET" else "/team"
    return f"{SIGN_IN_PATH}?volgende={quote(back)}"

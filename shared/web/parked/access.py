"""The same pages serve every service: a request knows which one it is about, and works in that one's database."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import Database
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import FindMember, let_in
from shared.web.navigation import PARKED_PLACES, MenuItem


def at(service: str, find: FindMember) -> Callable[[Request], None]:
    """The dependency that says which service a request is about and how it knows members; it comes first."""

    def remember(request: Request) -> None:
        request.state.service, request.state.find_member = service, find

    return remember


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    databases: Mapping[str, Database] = request.app.state.databases
    async with databases[request.state.service].transaction() as opened:
        yield opened


Session = Annotated[AsyncSession, Depends(_session, scope="function")]


async def _administrator(request: Request, session: Session) -> Member:
    return await let_in(request, session, Permission.HANDLE_PARKED, request.state.find_member)


def _place(request: Request) -> MenuItem:
    return PARKED_PLACES[request.state.service]


Administrator = Annotated[Member, Depends(_administrator)]
Place = Annotated[MenuItem, Depends(_place)]

"""Who may open these pages, and the session they work in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.handlers.held import UnknownHandover
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.errors import NotFound
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("escalation"), scope="function")]
Reader = Annotated[Member, Depends(allow("escalation", Permission.READ))]
Researcher = Annotated[Member, Depends(allow("escalation", Permission.RESEARCH))]
Sender = Annotated[Member, Depends(allow("escalation", Permission.HAND_OVER))]
UNKNOWN = "Deze doorzetting kennen we niet. Kijk of het kenmerk klopt."


def mail_from(request: Request) -> str:
    """The desk's own address, for the body to answer to."""
    address: str = request.app.state.settings.mail_from
    return address


@contextmanager
def not_found_when_unknown() -> Iterator[None]:
    """A page that is not there, where a handler knows no such handover."""
    try:
        yield
    except UnknownHandover:
        raise NotFound(UNKNOWN) from None

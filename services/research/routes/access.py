"""Who may open these pages, and the session they work in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from services.research.handlers.held import UnknownDossier
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.errors import NotFound
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("research"), scope="function")]
Reader = Annotated[Member, Depends(allow("research", Permission.READ))]
Researcher = Annotated[Member, Depends(allow("research", Permission.RESEARCH))]


@contextmanager
def not_found_when_unknown() -> Iterator[None]:
    """A page that is not there, where a handler knows no such dossier."""
    try:
        yield
    except UnknownDossier:
        raise NotFound("Dit dossier kennen we niet. Kijk of het kenmerk klopt.") from None

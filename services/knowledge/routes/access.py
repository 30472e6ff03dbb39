"""Who asks for a page of knowledge."""

from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession

from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("knowledge"), scope="function")]
MAY_EDIT = allow("knowledge", Permission.EDIT_KNOWLEDGE)
Editor = Annotated[Member, Depends(MAY_EDIT)]
MayRead = Annotated[Member, Depends(allow("knowledge", Permission.READ))]
MayArrange = Annotated[Member, Depends(allow("knowledge", Permission.ARRANGE))]
Number = Annotated[int, Query(ge=1, le=10_000)]

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("triage"), scope="function")]
MayRead = Annotated[Member, Depends(allow("triage", Permission.READ))]
MayArrange = Annotated[Member, Depends(allow("triage", Permission.ARRANGE))]
MayDecide = Annotated[Member, Depends(allow("triage", Permission.DECIDE))]

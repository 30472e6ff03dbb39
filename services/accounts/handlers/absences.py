"""Somebody of the team is away until a day, and who stands in. On that day it ends by itself."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import LONGEST_AWAY, AuditAction, MemberState, NoStandIn, NotAhead
from services.accounts.handlers.audit import Person, note
from services.accounts.handlers.members import changing
from services.accounts.handlers.telling import tell
from services.accounts.repository import members
from shared import clock


async def go_away(
    session: AsyncSession, member_id: UUID, back_on: date, stand_in_id: UUID | None, *, by: Person
) -> None:
    """Let somebody be away until `back_on`; saying the same twice is once.

    Raises UnknownMember, ChangedMeanwhile, NotAhead, or NoStandIn: also for who is away themselves, because nobody
    stands in for a stand-in.
    """
    member = await changing(session, member_id, MemberState.ACTIVE)
    if not clock.today() < back_on <= clock.today() + LONGEST_AWAY:
        raise NotAhead
    if stand_in_id and not await _may_stand_in(session, stand_in_id, member_id):
        raise NoStandIn
    if (member.back_on, member.stand_in_id) == (back_on, stand_in_id):
        return
    member.back_on, member.stand_in_id = back_on, stand_in_id
    member.revision += 1
    note(session, AuditAction.MEMBER_AWAY, about=member, by=by, back_on=back_on.isoformat())
    await tell(session, member)


async def be_back(session: AsyncSession, member_id: UUID, *, by: Person) -> None:
    """Let somebody be here again before the day; nothing happens when they are. Raises UnknownMember."""
    member = await changing(session, member_id, *MemberState)
    if not member.away:
        return
    member.back_on = member.stand_in_id = None
    member.revision += 1
    note(session, AuditAction.MEMBER_BACK, about=member, by=by)
    await tell(session, member)


async def _may_stand_in(session: AsyncSession, stand_in_id: UUID, member_id: UUID) -> bool:
    stand_in = await members.member(session, stand_in_id)
    return stand_in is not None and stand_in.id != member_id and stand_in.active and not stand_in.away

"""Saying that somebody of the team is away: in their own profile, or on the page about a colleague."""

from typing import Any
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import NoStandIn, NotAhead
from services.accounts.forms import BACK_ON, NO_STAND_IN, NOT_AHEAD, STAND_IN, AwayForm
from services.accounts.handlers import absences
from services.accounts.handlers.audit import Person
from services.accounts.repository import members
from services.accounts.tables import Member
from shared.dutch import date_text
from shared.web.forms import Filled, Messages, Values, fill, values_of


async def go_away(
    request: Request, session: AsyncSession, member_id: UUID, messages: Messages, *, by: Person
) -> Filled[AwayForm]:
    """Let somebody be away as the form says, or tell what is wrong with it. Raises UnknownMember, ChangedMeanwhile."""
    filled = await fill(request, AwayForm, messages)
    if filled.form is None:
        return filled
    try:
        await absences.go_away(session, member_id, filled.form.back_on, filled.form.stand_in_id, by=by)
    except NotAhead:
        return Filled(filled.values, None, {BACK_ON: NOT_AHEAD})
    except NoStandIn:
        return Filled(filled.values, None, {STAND_IN: NO_STAND_IN})
    return filled


def until(filled: Filled[AwayForm]) -> str:
    """Until when, as it is said afterwards: `tot 3 december`."""
    return f"tot {date_text(filled.form.back_on)}" if filled.form else ""


async def shown(session: AsyncSession, member: Member) -> dict[str, Any]:
    """What the form needs: who stands in now, and who may."""
    everybody = await members.all_members(session)
    here = [one for one in everybody if one.active and not one.away and one.id != member.id]
    now = next((one.name for one in here if member.away and one.id == member.stand_in_id), "")
    return {"stand_in": now, "stand_ins": [(one.id, one.name) for one in here]}


def values(member: Member) -> Values:
    """The form as it is now."""
    if not member.away or member.back_on is None:
        return Values()
    return values_of({BACK_ON: member.back_on.isoformat(), STAND_IN: member.stand_in_id})

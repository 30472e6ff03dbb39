"""The page of one handover: as it stands, or with a form on it that could not be saved."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.reading.handover import handover_page
from services.escalation.routes.access import UNKNOWN, mail_from
from shared import clock
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.web.errors import NotFound
from shared.web.forms import Filled, Values, values_of
from shared.web.pages import page


async def show(
    request: Request, session: AsyncSession, member: Member, reference: str, refused: Filled[Any] | None = None
) -> HTMLResponse:
    """The page, with what was typed in a refused form still in it. Raises NotFound."""
    found = await handover_page(session, reference, mail_from(request))
    if found is None:
        raise NotFound(UNKNOWN)
    return page(
        request,
        "escalation/handover.html",
        status=422 if refused else 200,
        page=found,
        handover=found.handover,
        may_edit=member.may(Permission.RESEARCH),
        may_send=member.may(Permission.HAND_OVER),
        values=typed_over(
            {
                "received_on": clock.today(),
                "contact_name": found.handover.contact_name,
                "contact_email": found.handover.contact_email,
            },
            refused,
        ),
        errors=refused.errors if refused else {},
    )


def typed_over(known: dict[str, Any], typed: Filled[Any] | None) -> Values:
    """What we know, and over it what somebody typed."""
    return (typed.values if typed else Values()).over(values_of(known))

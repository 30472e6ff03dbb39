"""Invitations go out after somebody looked at them; so do cancellations."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.research.domain import ChangedMeanwhile
from services.research.forms import CancelForm, InviteForm
from services.research.handlers import inviting
from services.research.handlers.inviting import IsOver
from services.research.handlers.round_tables import IsOff
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.showing_table import found_table
from shared.dutch import count_text
from shared.web.errors import Invalid
from shared.web.forms import fill
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}/overleggen/{round_table_id}", include_in_schema=False)

OVER = "Dit overleg is al geweest. Er is niets verstuurd."
OFF = "Dit overleg is al afgezegd. Er is niets verstuurd."
NOBODY_LEFT = "Iedereen weet het al. Er is niets verstuurd."
GONE = "Diegene staat niet meer op de lijst."


@router.get("/uitnodigen")
async def look(
    request: Request, session: Session, _member: Researcher, reference: str, round_table_id: UUID
) -> Response:
    """What goes out, and to whom."""
    found = await found_table(session, reference, round_table_id)
    if not found.may_invite:
        return see_other(_address(reference, round_table_id))
    return page(request, "research/invite.html", page=found, dossier=found.dossier)


@router.post("/uitnodigen")
async def invite(
    request: Request, session: Session, member: Researcher, key: LinkKey, reference: str, round_table_id: UUID
) -> Response:
    """Send the invitations; a second press sends nothing."""
    filled = await fill(request, InviteForm, {})
    if filled.form is None:
        raise Invalid()
    try:
        with not_found_when_unknown():
            sent = await inviting.invite(session, reference, round_table_id, filled.form, member.name, key=key)
    except ChangedMeanwhile as meanwhile:
        said = f"{meanwhile.by} paste het overleg net aan. Kijk nog een keer. Er is niets verstuurd."
        return see_other_saying(request, f"{_address(reference, round_table_id)}/uitnodigen", said)
    except IsOver:
        return see_other_saying(request, _address(reference, round_table_id), OVER)
    except IsOff:
        return see_other_saying(request, _address(reference, round_table_id), OFF)
    said = f"{count_text(sent, 'uitnodiging gaat', 'uitnodigingen gaan')} op weg." if sent else NOBODY_LEFT
    return see_other_saying(request, f"{_address(reference, round_table_id)}#deelnemers", said)


@router.get("/deelnemers/{attendee_id}/weg")
async def ask_to_take_off(
    request: Request, session: Session, _member: Researcher, reference: str, round_table_id: UUID, attendee_id: UUID
) -> Response:
    """Sure? Who was invited is mailed that they need not come."""
    found = await found_table(session, reference, round_table_id)
    somebody = next((one for one in found.attendees if one.record.id == attendee_id), None)
    if somebody is None:
        return see_other_saying(request, f"{_address(reference, round_table_id)}#deelnemers", GONE)
    return page(request, "research/take_off.html", page=found, dossier=found.dossier, somebody=somebody)


@router.post("/deelnemers/{attendee_id}/weg")
async def take_off(
    request: Request, session: Session, member: Researcher, reference: str, round_table_id: UUID, attendee_id: UUID
) -> Response:
    """Take somebody off the list."""
    with not_found_when_unknown():
        mailed = await inviting.take_off(session, reference, round_table_id, attendee_id, member.name)
    said = "Van de lijst gehaald. De afzegging gaat op weg." if mailed else "Van de lijst gehaald."
    return see_other_saying(request, f"{_address(reference, round_table_id)}#deelnemers", said)


@router.get("/afzeggen")
async def ask_to_cancel(
    request: Request, session: Session, _member: Researcher, reference: str, round_table_id: UUID
) -> HTMLResponse:
    """Sure? Everybody who was invited is mailed that it is off."""
    found = await found_table(session, reference, round_table_id)
    return page(request, "research/cancel.html", page=found, dossier=found.dossier)


@router.post("/afzeggen")
async def cancel(
    request: Request, session: Session, member: Researcher, reference: str, round_table_id: UUID
) -> Response:
    """The meeting is off."""
    filled = await fill(request, CancelForm, {})
    if filled.form is None:
        found = await found_table(session, reference, round_table_id)
        return page(
            request,
            "research/cancel.html",
            status=422,
            page=found,
            dossier=found.dossier,
            values=filled.values,
            errors=filled.errors,
        )
    try:
        with not_found_when_unknown():
            why = filled.form.cancelled_because
            mailed = await inviting.cancel(session, reference, round_table_id, why, member.name)
    except IsOver:
        return see_other_saying(request, _address(reference, round_table_id), OVER)
    sent = f" {count_text(mailed, 'afzegging gaat', 'afzeggingen gaan')} op weg." if mailed else ""
    return see_other_saying(request, _address(reference, round_table_id), f"Het overleg is afgezegd.{sent}")


def _address(reference: str, round_table_id: UUID) -> str:
    return f"/team/dossiers/{reference}/overleggen/{round_table_id}"

"""Organisations move on the grid, tasks are done."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.research import forms
from services.research.domain import ChangedMeanwhile
from services.research.forms import PlaceForm
from services.research.handlers import around
from services.research.kinds import KINDS, Part
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.entries import show_entry
from shared.web.forms import fill
from shared.web.pages import see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)

DONE, OPEN_AGAIN = "De taak is klaar.", "De taak staat weer open."
NO_NEWS = "Dat was al zo. Er is niets veranderd."


@router.post("/betrokkenen/{entry_id}/plaats")
async def move(request: Request, session: Session, member: Researcher, reference: str, entry_id: UUID) -> Response:
    """Say how much an organisation can do, and what it thinks."""
    kind = KINDS[Part.STAKEHOLDERS]
    filled = await fill(request, PlaceForm, forms.PLACE)
    if filled.form is None:
        return await show_entry(request, session, reference, kind, entry_id, filled)
    try:
        with not_found_when_unknown():
            await around.move_stakeholder(session, reference, entry_id, filled.form, member.name)
    except ChangedMeanwhile as meanwhile:
        return await show_entry(request, session, reference, kind, entry_id, filled, meanwhile.by)
    return see_other_saying(request, f"/team/dossiers/{reference}#betrokkenen", "De plaats is opgeslagen.")


@router.post("/taken/{entry_id}/klaar")
async def finish(request: Request, session: Session, member: Researcher, reference: str, entry_id: UUID) -> Response:
    """A task is done."""
    with not_found_when_unknown():
        news = await around.finish_task(session, reference, entry_id, member.name, done=True)
    return see_other_saying(request, f"/team/dossiers/{reference}#taken", DONE if news else NO_NEWS)


@router.post("/taken/{entry_id}/open")
async def reopen(request: Request, session: Session, member: Researcher, reference: str, entry_id: UUID) -> Response:
    """A task has to be done after all."""
    with not_found_when_unknown():
        news = await around.finish_task(session, reference, entry_id, member.name, done=False)
    return see_other_saying(request, f"/team/dossiers/{reference}#taken", OPEN_AGAIN if news else NO_NEWS)

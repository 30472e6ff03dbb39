"""Organisations move on the grid, tasks are done."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.research import forms
from services.research.domain import Section
from services.research.forms import PlaceForm
from services.research.handlers import around
from services.research.kinds import KINDS, Part
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.entries import show_entry
from services.research.routes.saving import Typed, saved
from shared.web.pages import see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)

PLACE = Typed(Section.STAKEHOLDER, PlaceForm, forms.PLACE)
DONE, OPEN_AGAIN = "De taak is klaar.", "De taak staat weer open."
NO_NEWS = "Dat was al zo. Er is niets veranderd."


@router.post("/betrokkenen/{entry_id}/plaats")
async def move(request: Request, session: Session, member: Researcher, reference: str, entry_id: UUID) -> Response:
    """Say how much an organisation can do, and what it thinks."""
    save = partial(around.move_stakeholder, session, reference, entry_id, who=member.name)
    again = partial(show_entry, request, session, reference, KINDS[Part.STAKEHOLDERS], entry_id)
    then = (f"/team/dossiers/{reference}#betrokkenen", "De plaats is opgeslagen.")
    return await saved(request, PLACE, save, again, then)


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

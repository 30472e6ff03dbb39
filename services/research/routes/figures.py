"""How much there is of what the menu shows."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.research.domain import DossierState
from services.research.repository import dossiers, round_tables, tasks
from services.research.routes.access import Reader, Session
from shared import clock
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/team/dossiers/aantal")
async def show_figures(request: Request, session: Session, member: Reader) -> HTMLResponse:
    """How many dossiers run, meetings come and tasks wait for who asks: a fragment for the menu."""
    figures = {
        "dossiers": (await dossiers.counts(session)).get(DossierState.RESEARCHING, 0),
        "overleggen": await round_tables.count(session, clock.now(), over=False),
        "mijn-taken": len(await tasks.open_tasks_of(session, member.id)),
    }
    return page(request, "parts/figures.html", figures=figures)

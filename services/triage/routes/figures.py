"""How much there is of what the menu shows."""

from fastapi import APIRouter, Request, Response

from services.triage.repository import queue, tasks
from services.triage.routes.access import MayRead, Session
from shared.web.pages import page

router = APIRouter()


@router.get("/team/triage/aantal")
async def show_figures(request: Request, member: MayRead, session: Session) -> Response:
    """How many cases wait for a decision, and cases and tasks for who asks: a fragment for the menu."""
    waiting, mine = await queue.count_waiting_for(session, member.id)
    figures = {
        "wachtrij": waiting,
        "mijn-meldingen": mine,
        "mijn-meldingtaken": await tasks.count_open(session, member.id),
    }
    return page(request, "parts/figures.html", figures=figures)

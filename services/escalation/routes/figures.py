"""How much there is of what the menu shows."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.escalation.reading import listing
from services.escalation.routes.access import Reader, Session
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/team/doorzetten/aantal")
async def show_figures(request: Request, session: Session, _member: Reader) -> HTMLResponse:
    """How many handovers wait for the team: a fragment for the menu."""
    return page(request, "parts/figures.html", figures={"doorzetten": await listing.waits_for_us(session)})

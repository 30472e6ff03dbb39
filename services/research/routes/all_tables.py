"""The meetings of all dossiers: those that come, and those that were."""

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from services.research.reading import all_tables
from services.research.reading.all_tables import Tab
from services.research.routes.access import Reader, Session
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/team/overleggen")
async def show_all(
    request: Request,
    session: Session,
    _member: Reader,
    stand: Tab = Tab.COMING,
    pagina: int = Query(default=1, ge=1, le=100_000),
) -> HTMLResponse:
    """One page of meetings under a tab."""
    listed = await all_tables.all_tables(session, stand, pagina)
    return page(request, "research/round_tables.html", listed=listed, tabs=Tab)

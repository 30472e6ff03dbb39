"""The list of dossiers, and one dossier."""

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from services.research.reading import listing
from services.research.reading.listing import Tab
from services.research.routes.access import Reader, Session
from services.research.routes.showing import show
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/team/dossiers")
async def dossiers(
    request: Request,
    session: Session,
    _member: Reader,
    stand: Tab = Tab.OPEN,
    pagina: int = Query(default=1, ge=1, le=100_000),
) -> HTMLResponse:
    """One page of dossiers under a tab."""
    return page(request, "research/dossiers.html", listed=await listing.dossier_list(session, stand, pagina), tabs=Tab)


@router.get("/team/dossiers/{reference}")
async def dossier(request: Request, session: Session, member: Reader, reference: str) -> HTMLResponse:
    """One dossier."""
    return await show(request, session, member, reference)

"""What may be arranged, on one page."""

from fastapi import APIRouter, Request, Response

from services.accounts.routes.access import MayAdminister
from shared.web.navigation import ADMINISTRATION, arranged
from shared.web.pages import page

router = APIRouter()


@router.get(ADMINISTRATION)
async def show_overview(request: Request, member: MayAdminister) -> Response:
    """Every page of the administration that this member may open."""
    return page(request, "accounts/overview.html", items=arranged(member))

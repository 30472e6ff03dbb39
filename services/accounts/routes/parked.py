"""Where parked messages are: one line for each service that has them. The browser asks each how many."""

from fastapi import APIRouter, Request, Response

from services.accounts.routes.access import MayHandleParked
from shared.web.navigation import PARKED, PARKED_PLACES
from shared.web.pages import page

router = APIRouter()


@router.get(PARKED)
async def show_places(request: Request, _member: MayHandleParked) -> Response:
    """All places with what is parked there."""
    return page(request, "accounts/parked.html", places=PARKED_PLACES)

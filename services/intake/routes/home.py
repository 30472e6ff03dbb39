from fastapi import APIRouter, Request, Response

from shared.web.pages import page

router = APIRouter()


@router.get("/")
async def show_home(request: Request) -> Response:
    """What the desk is, and the way to it."""
    return page(request, "intake/home.html")

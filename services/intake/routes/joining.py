"""*Ik ook*: a short page that makes a report of its own, joined to what is known already."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import JoinForm
from services.intake.handlers.joining import find_joinable, join
from services.intake.routes.draft_cookie import CurrentDraft, Session
from services.intake.routes.short_page import ShortPage
from shared.web.link_key import LinkKey

router = APIRouter()
PAGE = ShortPage(
    address="/melden/ik-ook",
    template="intake/known/join.html",
    form=JoinForm,
    find=find_joinable,
    send=join,
    over_title="Dit onderwerp loopt niet meer",
    over="Dit onderwerp is intussen afgerond of weggehaald. Je kunt het hier zelf melden. Wat je al schreef, staat er "
    "nog.",
)


@router.get("/melden/ik-ook/{number}")
async def show_join(request: Request, number: str, draft: CurrentDraft, session: Session) -> Response:
    """What is joined, and who joins."""
    return await PAGE.shown(request, session, number, draft)


@router.post("/melden/ik-ook/{number}")
async def join_it(request: Request, number: str, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Count them in."""
    return await PAGE.taken(request, session, number, draft, key)

"""*De afspraak werkt niet*: a short page that makes a report about a known agreement."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import DoubtForm
from services.intake.handlers.doubting import doubt, find_agreement
from services.intake.routes.draft_cookie import CurrentDraft, Session
from services.intake.routes.short_page import ShortPage
from shared.web.link_key import LinkKey

router = APIRouter()
PAGE = ShortPage(
    address="/melden/werkt-niet",
    template="intake/known/doubt.html",
    form=DoubtForm,
    find=find_agreement,
    send=doubt,
    over_title="Deze afspraak staat er niet meer",
    over="Deze afspraak staat er niet meer. Je kunt hier melden waar je last van hebt. Wat je al schreef, staat er "
    "nog.",
)


@router.get("/melden/werkt-niet/{code}")
async def show_doubt(request: Request, code: str, draft: CurrentDraft, session: Session) -> Response:
    """Which agreement, why it does not work, and who says so."""
    return await PAGE.shown(request, session, code, draft)


@router.post("/melden/werkt-niet/{code}")
async def doubt_it(request: Request, code: str, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Take it in."""
    return await PAGE.taken(request, session, code, draft, key)

"""*Volg met je code*: the way to the status page for who gave no address."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import CodeForm
from services.intake.handlers.returning import Refused, link_for
from services.intake.messages import MESSAGES
from services.intake.routes.draft_cookie import Session
from shared.web.forms import Values, fill
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other

router = APIRouter()
SENTENCES = {
    Refused.WRONG: "Dit kenmerk en deze code horen niet bij elkaar. Kijk of je ze goed hebt overgenomen",
    Refused.TOO_OFTEN: "Je probeerde het te vaak. Wacht een uur en probeer het dan opnieuw",
}


@router.get("/volgen")
async def ask_for_code(request: Request) -> Response:
    """Where number and code are typed."""
    return page(request, "intake/follow.html")


@router.post("/volgen")
async def follow(request: Request, session: Session, key: LinkKey) -> Response:
    """On to the status page, when number and code belong together."""
    filled = await fill(request, CodeForm, MESSAGES)
    if filled.form is None:
        return _again(request, filled.values, filled.errors, 422)
    link = await link_for(session, filled.form.reference, filled.form.code, key=key)
    if isinstance(link, Refused):
        status = 429 if link is Refused.TOO_OFTEN else 422
        return _again(request, filled.values, {"code": SENTENCES[link]}, status)
    return see_other(f"/melding/{link}")


def _again(request: Request, values: Values, errors: dict[str, str], status: int) -> Response:
    return page(request, "intake/follow.html", status=status, values=values, errors=errors)

"""The page behind the link in an invitation. Opening it changes nothing, for mail scanners do: a button does."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.research import forms
from services.research.domain import ChangedMeanwhile
from services.research.domain.meeting import ANSWERS
from services.research.forms import AnswerForm
from services.research.handlers import answering
from services.research.reading.invited import Invited, invited_by
from services.research.routes.access import Session
from shared.letters import invitation_mark
from shared.web.errors import NotFound
from shared.web.forms import Filled, fill, values_of
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix="/overleg/{token}", include_in_schema=False)

PRIVATE = {"X-Robots-Tag": "noindex, nofollow"}
TITLE = "Deze link werkt niet"
UNKNOWN = "Kijk of u de hele link hebt. Lukt het niet? Antwoord dan op de mail met de uitnodiging."
CHANGED = "Het overleg is net veranderd. Kijk nog een keer: uw antwoord is nog niet bewaard."
CHOICES = [(answer.value, words) for answer, words in ANSWERS.items()]


@router.get("")
async def show(request: Request, session: Session, key: LinkKey, token: str, antwoord: str = "") -> HTMLResponse:
    """Where and when, and the question whether they come; `antwoord` is the button in the mail that was pressed."""
    found = await invited_by(session, invitation_mark(token, key))
    return _page(request, found, token, chosen=antwoord)


@router.post("")
async def answer(request: Request, session: Session, key: LinkKey, token: str) -> Response:
    """Take the answer. It may be changed until the meeting begins."""
    filled = await fill(request, AnswerForm, forms.ANSWER)
    if filled.form is None:
        return _page(request, await invited_by(session, invitation_mark(token, key)), token, filled)
    try:
        found = await answering.answer(session, token, filled.form, key=key)
    except ChangedMeanwhile:
        return see_other_saying(request, f"/overleg/{token}", CHANGED)
    if found is None or not found.may_answer:
        return _page(request, found, token)
    return see_other_saying(request, f"/overleg/{token}", "Dank u wel. Uw antwoord is bewaard.")


def _page(
    request: Request, found: Invited | None, token: str, filled: Filled[AnswerForm] | None = None, chosen: str = ""
) -> HTMLResponse:
    if found is None:
        raise NotFound(UNKNOWN, title=TITLE)
    said = found.attendee.attendance if found.answer else ""
    known = values_of({"answer": chosen or said, "words": found.attendee.answer})
    return page(
        request,
        "research/invited.html",
        status=410 if found.over else 422 if filled else 200,
        headers=PRIVATE,
        invited=found,
        token=token,
        choices=CHOICES,
        values=filled.values.over(known) if filled else known,
        errors=filled.errors if filled else {},
    )

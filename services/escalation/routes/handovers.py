"""The list of handovers, and one handover with what can be done to it after sending."""

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from services.escalation import forms
from services.escalation.domain import MoveRefused
from services.escalation.forms import AnswerForm, CloseForm
from services.escalation.handlers import answering
from services.escalation.handlers.answering import AnswerTooEarly
from services.escalation.reading import listing
from services.escalation.reading.listing import Tab
from services.escalation.routes.access import Reader, Researcher, Session, not_found_when_unknown
from services.escalation.routes.showing import show
from shared.web.forms import Filled, fill
from shared.web.pages import page, see_other_saying

router = APIRouter(include_in_schema=False)
HERE = "/team/doorzetten/{reference}"
TOO_EARLY = {"received_on": "Dit is vóór de dag waarop het dossier is verstuurd"}


@router.get("/team/doorzetten")
async def handovers(
    request: Request,
    session: Session,
    _member: Reader,
    stand: Tab | None = None,
    pagina: int = Query(default=1, ge=1, le=100_000),
) -> HTMLResponse:
    """One page of handovers under a tab."""
    listed = await listing.handover_list(session, stand, pagina)
    return page(request, "escalation/handovers.html", listed=listed, tabs=Tab)


@router.get(HERE)
async def handover(request: Request, session: Session, member: Reader, reference: str) -> HTMLResponse:
    """One handover."""
    return await show(request, session, member, reference)


@router.post(HERE + "/antwoord")
async def answer(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Record what the body said."""
    filled = await fill(request, AnswerForm, forms.ANSWER)
    if filled.form is None:
        return await show(request, session, member, reference, filled)
    try:
        with not_found_when_unknown():
            await answering.record_answer(session, reference, filled.form, member.name)
    except AnswerTooEarly:
        return await show(request, session, member, reference, Filled(filled.values, None, TOO_EARLY))
    except MoveRefused:
        said = "Dit antwoord past niet (meer) bij deze doorzetting. Er is niets veranderd."
        return see_other_saying(request, f"/team/doorzetten/{reference}", said)
    return see_other_saying(request, f"/team/doorzetten/{reference}", "Het antwoord is opgeslagen.")


@router.post(HERE + "/sluiten")
async def close(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Say that nothing more has to be done."""
    filled = await fill(request, CloseForm, forms.CLOSE)
    if filled.form is None:
        return await show(request, session, member, reference, filled)
    try:
        with not_found_when_unknown():
            await answering.close(session, reference, filled.form, member.name)
    except MoveRefused:
        said = "Dit kan nu niet worden gesloten. Er is niets veranderd."
        return see_other_saying(request, f"/team/doorzetten/{reference}", said)
    return see_other_saying(request, f"/team/doorzetten/{reference}", "De doorzetting is gesloten.")

"""The reporter says whether it is really solved, or asks to open the report again."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import CheckForm, ReopenForm
from services.intake.handlers.checks import Given, answer_check, request_reopening
from services.intake.messages import MESSAGES
from services.intake.routes.draft_cookie import Session
from services.intake.routes.status_page import HeldReport, status_of
from shared.contracts.vocabulary import CheckAnswer
from shared.web.forms import fill
from shared.web.pages import see_other_saying

router = APIRouter()
THANKS = {
    CheckAnswer.YES: "Bedankt. Fijn dat het is opgelost.",
    CheckAnswer.A_LITTLE: "Bedankt. Het team ziet je antwoord.",
    CheckAnswer.NO: "Bedankt. Het team ziet dat het nog misgaat.",
}
ASKED = "Bedankt. We bekijken of we je melding weer openen."
TOO_LATE = "Dit kan nu niet meer. Kijk hieronder hoe je melding ervoor staat."


@router.post("/melding/{token}/opgelost")
async def give_check_answer(request: Request, token: str, report: HeldReport, session: Session) -> Response:
    """Yes, a little, or no; it can be changed later."""
    filled = await fill(request, CheckForm, MESSAGES)
    if filled.form is None:
        return await status_of(request, token, report, session, values=filled.values, errors=filled.errors)
    given = await answer_check(session, report.id, filled.form.answer, filled.form.text)
    said = {Given.NOTED: THANKS[filled.form.answer], Given.REOPENING: ASKED, Given.TOO_LATE: TOO_LATE}[given]
    return see_other_saying(request, f"/melding/{token}", said)


@router.post("/melding/{token}/heropenen")
async def ask_to_reopen(request: Request, token: str, report: HeldReport, session: Session) -> Response:
    """The reporter does not agree with the end of the report."""
    filled = await fill(request, ReopenForm, MESSAGES)
    if filled.form is None:
        return await status_of(request, token, report, session, values=filled.values, errors=filled.errors)
    given = await request_reopening(session, report.id, filled.form.reason)
    return see_other_saying(request, f"/melding/{token}", ASKED if given is Given.REOPENING else TOO_LATE)

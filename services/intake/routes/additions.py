"""The reporter adds something without being asked; once the report is closed we say what to do instead."""

from fastapi import APIRouter, Request, Response

from services.intake.forms import AdditionForm
from services.intake.handlers import conversation
from services.intake.messages import MESSAGES
from services.intake.reading import ending_of
from services.intake.routes.draft_cookie import Session
from services.intake.routes.status_page import PRIVATE, HeldReport, LinkedReport
from services.intake.tables import Report
from shared.ids import new_id
from shared.web.forms import fill, values_of
from shared.web.pages import page, see_other_saying

router = APIRouter()
ADDED = "Bedankt. We hebben het bij je melding gezet."
ADDED_BEFORE = "Dit stond al bij je melding."


@router.get("/melding/{token}/toevoegen")
async def show_addition_form(request: Request, token: str, report: LinkedReport, session: Session) -> Response:
    """What do you want to add?"""
    return await _show(request, token, report, session, values=values_of({"aanvulling": new_id()}))


@router.post("/melding/{token}/toevoegen")
async def add(request: Request, token: str, report: HeldReport, session: Session) -> Response:
    """Put it with the report; the team sees that it is new."""
    filled = await fill(request, AdditionForm, MESSAGES)
    if filled.form is None:
        return await _show(request, token, report, session, values=filled.values, errors=filled.errors, status=422)
    if not (await ending_of(session, report.id)).takes_additions:
        return await _show(request, token, report, session, values=filled.values, status=409)
    added = await conversation.add(session, report.id, filled.form.addition_id, filled.form.text)
    return see_other_saying(request, f"/melding/{token}", ADDED if added else ADDED_BEFORE)


async def _show(
    request: Request, token: str, report: Report, session: Session, *, status: int = 200, **typed: object
) -> Response:
    ending = await ending_of(session, report.id)
    return page(
        request,
        "intake/add.html",
        status=status,
        headers=PRIVATE,
        report=report,
        token=token,
        ending=ending,
        **typed,
    )

"""The reporter has the report erased. Whoever holds the link may: they can read everything behind it already."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.intake.forms import EraseForm
from services.intake.handlers.erasing import REPORTER, erase
from services.intake.messages import MESSAGES
from services.intake.routes.draft_cookie import Session
from services.intake.routes.status_page import PRIVATE, FoundReport, open_report, parts_shown
from services.intake.tables import Report
from shared.contracts.vocabulary import EraseReason
from shared.web.forms import fill
from shared.web.pages import page, see_other

router = APIRouter()


async def find_erasable(report: FoundReport) -> Report:
    """The report; also one that was taken back, for its words are still here. Raises Gone."""
    return report if report.withdrawn_at and not report.erased_at else await open_report(report)


ErasableReport = Annotated[Report, Depends(find_erasable)]


@router.get("/melding/{token}/wissen")
async def ask_whether_sure(request: Request, token: str, report: ErasableReport, session: Session) -> Response:
    """What goes, what stays, and that there is no way back."""
    return await _ask(request, token, report, session)


@router.post("/melding/{token}/wissen")
async def erase_report(request: Request, token: str, report: ErasableReport, session: Session) -> Response:
    """Erase it; the status page says so from then on. No mail does: there is no address left to send it to."""
    filled = await fill(request, EraseForm, MESSAGES)
    if filled.form is None:
        return await _ask(request, token, report, session, values=filled.values, errors=filled.errors)
    await erase(session, report.id, EraseReason.REQUESTED, REPORTER)
    return see_other(f"/melding/{token}")


async def _ask(request: Request, token: str, report: Report, session: Session, **typed: object) -> Response:
    status = 422 if typed.get("errors") else 200
    about = {"report": report, "token": token, "parts": await parts_shown(request, session, report)}
    return page(request, "intake/erase.html", status=status, headers=PRIVATE, **about, **typed)

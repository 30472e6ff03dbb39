"""The reporter chooses which mails to get: on a page of the status page, or with one click in a mail program."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.intake.forms import MailsForm
from services.intake.handlers import conversation
from services.intake.messages import MESSAGES
from services.intake.repository import reports
from services.intake.routes.draft_cookie import Session
from services.intake.routes.status_page import PRIVATE, HeldReport, LinkedReport, hold_report
from services.intake.tables import Report
from shared.contracts.vocabulary import MailChoice
from shared.one_click import is_genuine, report_in
from shared.web.errors import NotFound
from shared.web.forms import fill, values_of
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter()
SAID = {
    MailChoice.FEWER: "Je krijgt nu alleen nog mail als we je iets vragen of iets besluiten.",
    MailChoice.ALL: "Je krijgt weer mail bij elke stap.",
}


@router.get("/melding/{token}/mails")
async def show_choice(request: Request, token: str, report: LinkedReport) -> Response:
    """All mails, or fewer."""
    values = values_of({"mails": report.mails})
    return page(request, "intake/mails.html", headers=PRIVATE, report=report, token=token, values=values)


@router.post("/melding/{token}/mails")
async def choose(request: Request, token: str, report: HeldReport, session: Session) -> Response:
    """Keep the choice; it can be changed back on the same page."""
    filled = await fill(request, MailsForm, MESSAGES)
    if filled.form is None:
        typed = {"values": filled.values, "errors": filled.errors}
        return page(request, "intake/mails.html", status=422, headers=PRIVATE, report=report, token=token, **typed)
    await conversation.choose_mails(session, report, filled.form.choice)
    return see_other_saying(request, f"/melding/{token}", SAID[filled.form.choice])


async def find_by_code(code: str, session: Session) -> Report:
    """The report that a code in the head of a mail is for. Raises NotFound, or Gone when little is left of it."""
    report_id = report_in(code)
    report = await reports.report(session, report_id) if report_id else None
    if report is None or not is_genuine(code, report.id, report.link_hash):
        raise NotFound("Kies op de pagina van je melding welke mails je wilt.", title="Deze link werkt niet meer")
    return await hold_report(report, session)


ReportOfCode = Annotated[Report, Depends(find_by_code)]


@router.get("/melding/minder-mail/{code}")
async def show_fewer(request: Request, code: str, report: ReportOfCode) -> Response:
    """What fewer mails means, with a button: a mail program that only looks changes nothing."""
    is_fewer = report.mails == MailChoice.FEWER
    return page(request, "intake/fewer_mails.html", headers=PRIVATE, report=report, code=code, is_fewer=is_fewer)


@router.post("/melding/minder-mail/{code}")
async def choose_fewer(request: Request, code: str, report: ReportOfCode, session: Session) -> Response:
    """The same choice, by who came from a mail."""
    filled = await fill(request, MailsForm, MESSAGES)
    choice = filled.form.choice if filled.form else MailChoice.FEWER
    await conversation.choose_mails(session, report, choice)
    return see_other_saying(request, f"/melding/minder-mail/{code}", SAID[choice])


# Under /api/, where no cookie counts: a mail program sends this by itself (RFC 8058).
@router.post("/api/v1/minder-mail/{code}", include_in_schema=False)
async def one_click(report: ReportOfCode, session: Session) -> Response:
    """Fewer mails, at one click."""
    await conversation.choose_mails(session, report, MailChoice.FEWER)
    return Response(status_code=204)


@router.get("/api/v1/minder-mail/{code}", include_in_schema=False)
async def show_page(code: str) -> Response:
    """A mail program without that button opens the address: then a person sees the page."""
    return see_other(f"/melding/minder-mail/{code}")

"""The reporter wants mail at another address: first which, then the code that we mailed there."""

from fastapi import APIRouter, Request, Response

from services.intake import domain
from services.intake.forms import AddressForm, MailCodeForm
from services.intake.handlers import addressing
from services.intake.messages import MESSAGES
from services.intake.repository import reports
from services.intake.routes.codes import WHAT_IS_WRONG
from services.intake.routes.draft_cookie import Session
from services.intake.routes.status_page import PRIVATE, HeldReport, LinkedReport
from services.intake.tables import Report
from shared.letters import Found
from shared.web.forms import fill
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter()
SAME = "Dit is het adres dat we al gebruiken"
CHANGED = "Gelukt. Vanaf nu gaat onze mail naar je nieuwe adres."


@router.get("/melding/{token}/mailadres")
async def ask_address(request: Request, token: str, report: LinkedReport, session: Session) -> Response:
    """The address as we have it, and which it must be."""
    return await _show(request, token, report, session)


@router.post("/melding/{token}/mailadres")
async def mail_code(request: Request, token: str, report: HeldReport, session: Session, key: LinkKey) -> Response:
    """Mail a code to the new address."""
    filled = await fill(request, AddressForm, MESSAGES)
    if filled.form is None:
        return await _show(request, token, report, session, values=filled.values, errors=filled.errors)
    reporter = await reports.reporter(session, report.id)
    if reporter and reporter.email == filled.form.email:
        return await _show(request, token, report, session, values=filled.values, errors={"email": SAME})
    await addressing.ask_code(session, report, filled.form.email, key=key)
    return see_other(f"/melding/{token}/mailadres/code")


@router.get("/melding/{token}/mailadres/code")
async def ask_code(request: Request, token: str, report: LinkedReport) -> Response:
    """The code that we mailed."""
    return _show_code(request, token, report)


@router.post("/melding/{token}/mailadres/code")
async def change(request: Request, token: str, report: HeldReport, session: Session, key: LinkKey) -> Response:
    """Use the new address from now on; the one before is told."""
    filled = await fill(request, MailCodeForm, MESSAGES)
    if filled.form is None:
        return _show_code(request, token, report, values=filled.values, errors=filled.errors)
    found = await addressing.change_with(session, report, filled.form.code, key=key)
    if found is not Found.LIVE:
        return _show_code(request, token, report, values=filled.values, errors={"mailcode": WHAT_IS_WRONG[found]})
    return see_other_saying(request, f"/melding/{token}", CHANGED)


async def _show(request: Request, token: str, report: Report, session: Session, **typed: object) -> Response:
    reporter = await reports.reporter(session, report.id)
    shown = {"email": domain.masked_email(reporter.email) if reporter and reporter.email else "", **typed}
    return _page(request, "intake/address.html", token, report, shown)


def _show_code(request: Request, token: str, report: Report, **typed: object) -> Response:
    return _page(request, "intake/address_code.html", token, report, typed)


def _page(request: Request, template: str, token: str, report: Report, shown: dict[str, object]) -> Response:
    status = 422 if shown.get("errors") else 200
    return page(request, template, status=status, headers=PRIVATE, report=report, token=token, **shown)

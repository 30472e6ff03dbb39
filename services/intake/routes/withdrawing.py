"""The reporter takes the report back: first why, then the code that we mailed."""

from fastapi import APIRouter, Request, Response

from services.intake import domain
from services.intake.forms import WithdrawCodeForm, WithdrawForm
from services.intake.handlers import withdrawing
from services.intake.messages import MESSAGES
from services.intake.reading import ending_of
from services.intake.repository import reports
from services.intake.routes.codes import WHAT_IS_WRONG
from services.intake.routes.draft_cookie import Session
from services.intake.routes.status_page import PRIVATE, HeldReport, LinkedReport, parts_shown
from services.intake.tables import Report
from shared.contracts.vocabulary import WithdrawReason
from shared.letters import Found
from shared.web.forms import fill, values_of
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other

router = APIRouter()


@router.get("/melding/{token}/intrekken")
async def ask_why(request: Request, token: str, report: LinkedReport, session: Session) -> Response:
    """What happens when it is taken back, and why; a report that is closed cannot be."""
    return await _show(request, token, report, session)


@router.post("/melding/{token}/intrekken")
async def mail_code(request: Request, token: str, report: HeldReport, session: Session, key: LinkKey) -> Response:
    """Mail the reporter a code, and ask for it; who gave no address can only show the link."""
    filled = await fill(request, WithdrawForm, MESSAGES)
    if filled.form is None or not await _is_open(session, report):
        return await _show(request, token, report, session, values=filled.values, errors=filled.errors)
    if not await withdrawing.ask_code(session, report, key=key):
        await withdrawing.withdraw(session, report, filled.form.reason)
        return see_other(f"/melding/{token}")
    return see_other(f"/melding/{token}/intrekken/code?reden={filled.form.reason.value}")


@router.get("/melding/{token}/intrekken/code")
async def ask_code(request: Request, token: str, report: LinkedReport, session: Session, reden: str = "") -> Response:
    """The code that we mailed."""
    reason = reden if reden in set(WithdrawReason) else WithdrawReason.OTHER.value
    return await _show_code(request, token, report, session, values=values_of({"reden": reason}))


@router.post("/melding/{token}/intrekken/code")
async def withdraw(request: Request, token: str, report: HeldReport, session: Session, key: LinkKey) -> Response:
    """Take it back; the status page says so from then on."""
    filled = await fill(request, WithdrawCodeForm, MESSAGES)
    if filled.form is None:
        return await _show_code(request, token, report, session, values=filled.values, errors=filled.errors)
    if not await _is_open(session, report):
        return await _show(request, token, report, session)
    found = await withdrawing.withdraw_with(session, report, filled.form.reason, filled.form.code, key=key)
    if found is not Found.LIVE:
        errors = {"mailcode": WHAT_IS_WRONG[found]}
        return await _show_code(request, token, report, session, values=filled.values, errors=errors)
    return see_other(f"/melding/{token}")


async def _is_open(session: Session, report: Report) -> bool:
    return (await ending_of(session, report.id)).takes_additions


async def _show(request: Request, token: str, report: Report, session: Session, **typed: object) -> Response:
    shown = {"report": report, "token": token, "reasons": tuple(WithdrawReason), **typed}
    shown |= {"is_open": await _is_open(session, report), "email": await _email(session, report)}
    shown["parts"] = await parts_shown(request, session, report)
    return page(request, "intake/withdraw.html", status=_status(typed), headers=PRIVATE, **shown)


async def _show_code(request: Request, token: str, report: Report, session: Session, **typed: object) -> Response:
    shown = {"report": report, "token": token, "email": await _email(session, report), **typed}
    return page(request, "intake/withdraw_code.html", status=_status(typed), headers=PRIVATE, **shown)


async def _email(session: Session, report: Report) -> str:
    reporter = await reports.reporter(session, report.id)
    return domain.masked_email(reporter.email) if reporter and reporter.email else ""


def _status(typed: dict[str, object]) -> int:
    return 422 if typed.get("errors") else 200

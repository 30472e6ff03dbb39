"""A member of the team writes down the report of somebody on the phone."""

import hashlib
from collections import Counter
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.intake import domain
from services.intake.forms import ReportForm
from services.intake.handlers import reporting
from services.intake.messages import MESSAGES
from services.intake.repository import practices, reports, suggesting
from services.intake.routes.choices import CHOICES
from services.intake.routes.draft_cookie import Session
from shared import clock
from shared.ids import new_id
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.errors import NotFound
from shared.web.forms import Values, check, posted
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other
from shared.web.screening import screen

router = APIRouter()
HERE = "/team/meldingen/nieuw"
MayEnter = Annotated[Member, Depends(allow("intake", Permission.DECIDE))]
# As long as a call lasts: number and code are read aloud from the page that follows.
SHOWN_FOR = timedelta(hours=1)
ALREADY = "Deze melding heb je al ingevoerd. Open een nieuw formulier voor een andere melding"


@router.get(HERE)
async def show_form(request: Request, _member: MayEnter, session: Session) -> Response:
    """All questions on one page, in the order of a conversation."""
    return await _form(request, session, Values({"sleutel": [str(new_id())]}), {})


@router.post(HERE)
async def enter(request: Request, member: MayEnter, session: Session, key: LinkKey) -> Response:
    """Take the report in. Pressed twice it is still one."""
    typed = await posted(request)
    filled = check(typed, ReportForm, MESSAGES)
    if filled.errors:
        return await _form(request, session, typed, filled.errors)
    screened = await screen(request, typed, ReportForm)
    filled = check(screened.values, ReportForm, MESSAGES)
    if screened.errors or filled.form is None:
        return await _form(request, session, screened.values, screened.errors or filled.errors)
    content = hashlib.sha256(filled.form.model_dump_json().encode()).digest()
    once = f"{member.id}:{typed['sleutel'][:40]}"
    receipt = await reporting.submit_once(
        session, filled.form, once, content, key=key, hidden=dict(Counter(screened.hidden)), entered_by=member
    )
    if receipt is None:
        return await _form(request, session, screened.values, {"form": ALREADY})
    return see_other(f"/team/meldingen/{receipt.report_id}/ingevoerd")


@router.get("/team/meldingen/{report_id}/ingevoerd")
async def show_entered(request: Request, report_id: UUID, member: MayEnter, session: Session, key: LinkKey) -> Response:
    """What to tell the caller, shortly after, to whoever wrote it down: a code opens the report."""
    report = await reports.report(session, report_id)
    if report is None or report.content.get("entered_by") != str(member.id):
        raise NotFound()
    reporter = await reports.reporter(session, report_id)
    fresh = reporter is not None and clock.now() - report.submitted_at < SHOWN_FOR
    email = domain.masked_email(reporter.email) if reporter and reporter.email else ""
    code = domain.return_code(report.link_seed, key) if fresh and not email else ""
    return page(request, "intake/entered.html", report=report, email=email, code=code)


async def _form(request: Request, session: Session, values: Values, errors: dict[str, str]) -> Response:
    return page(
        request,
        "intake/for_caller.html",
        status=422 if errors else 200,
        values=values,
        errors=errors,
        choices=CHOICES,
        parties=await suggesting.parties(session),
        practices=await practices.names(session),
    )

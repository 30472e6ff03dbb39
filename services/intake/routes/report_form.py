"""The five steps of reporting. Every step is a page of its own, and works without scripts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from services.intake.forms import STEPS, ReportForm
from services.intake.handlers import drafts, reporting
from services.intake.messages import MESSAGES
from services.intake.repository import practices, suggesting
from services.intake.routes import sheets
from services.intake.routes.attachments import note_files
from services.intake.routes.choices import CHOICES
from services.intake.routes.draft_cookie import CurrentDraft, Session, leave_draft, start_draft
from services.intake.routes.draft_fields import LAST, kept, merged, names, own
from services.intake.routes.known import PER_KIND, known_for
from services.intake.routes.lost import lost
from services.intake.routes.robots import TRAP, doubts
from services.intake.routes.screened_draft import declared_in, hidden_in, remembered
from services.intake.routes.summary import summary_of
from services.intake.settings import IntakeSettings
from services.intake.tables import Draft
from services.intake.uploads import FILES_PAGE
from shared.web.forms import Values, check, posted
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other
from shared.web.screening import Screened, screen, seen

router = APIRouter(dependencies=[Depends(note_files)])
Number = Annotated[int, Path(ge=1, le=len(STEPS))]
# Buttons that keep a step without checking it.
AWAY = ("terug", "bestanden", "bewaren")


@router.get("/melden")
async def show_start(request: Request, draft: CurrentDraft) -> Response:
    """What it takes, and the way in: a fresh start, or on with the draft."""
    is_open = draft is not None and draft.report_id is None
    return page(request, "intake/start.html", open_draft=is_open, answer_days=_answer_days())


@router.post("/melden")
async def start(request: Request) -> Response:
    """Begin with an empty form."""
    response = see_other("/melden/1")
    leave_draft(request, response)
    return response


@router.post("/melden/privacy")
async def look_through(request: Request, draft: CurrentDraft) -> Response:
    """What may tell who a patient is in what somebody is typing: a fragment, of which nothing is kept."""
    pieces = await seen(request, await posted(request), ReportForm, declared=declared_in(draft))
    return page(request, "parts/privacy_seen.html", pieces=pieces)


@router.get("/melden/{number}")
async def show_step(request: Request, number: Number, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """One step, with what was filled in before."""
    if draft and draft.report_id:
        return await _to_confirmation(draft.report_id, session, key)
    if draft is None and number > 1:
        return lost(request)
    return await _step_page(request, session, number, kept(draft), saved_at=draft.saved_at if draft else None)


@router.post("/melden/{number}")
async def save_step(request: Request, number: Number, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """Check and keep a step, then on to the next one, back, or to the end."""
    if draft and draft.report_id:
        return await _to_confirmation(draft.report_id, session, key)
    typed, step = await posted(request), STEPS[number - 1]
    if draft is None and number > 1:
        return lost(request, typed)
    if number == LAST and typed["actie"] not in AWAY:
        return await _check_and_send(request, typed, draft, session, key)
    leaving = typed["actie"] in AWAY
    errors = {} if leaving else check(typed, step, MESSAGES).errors
    if errors:
        return await _step_page(request, session, number, Values(merged(draft, number, typed)), errors)
    screened = await screen(request, typed, step, declared=declared_in(draft))
    # What stands in the place of something hidden may be longer than it was.
    errors = screened.errors or ({} if leaving else check(screened.values, step, MESSAGES).errors)
    if errors:
        return await _step_page(request, session, number, Values(merged(draft, number, screened.values)), errors)
    after = await _after(request, number, screened.values, session)
    return await _keep_and_go(request, number, screened, draft, session, after)


async def _after(request: Request, number: int, typed: Values, session: Session) -> str:
    if typed["actie"] == "bestanden":
        return f"{FILES_PAGE}?naar=gegevens" if typed["naar"] == "controle" else FILES_PAGE
    if typed["actie"] in AWAY:
        return f"/melden/{number - 1}" if typed["actie"] == "terug" else f"/melden/bewaren?stap={number}"
    if typed["naar"] == "controle":
        return "/melden/5"
    if number == 1 and await known_for(request, session, typed, PER_KIND, PER_KIND):
        return "/melden/bekend"
    return f"/melden/{number + 1}"


async def _keep_and_go(
    request: Request, number: int, screened: Screened, draft: Draft | None, session: Session, after: str
) -> Response:
    response = see_other(after)
    saved_from = sheets.noted(number, screened.values[sheets.FIELD])
    fields = own(number, screened.values) | remembered(draft, screened) | saved_from
    if draft:
        await drafts.save_draft(session, draft, fields)
    else:
        await start_draft(request, session, response, fields)
    return response


async def _check_and_send(request: Request, typed: Values, draft: Draft | None, session: Session, key: str) -> Response:
    checked = check(typed, STEPS[LAST - 1], MESSAGES)
    if checked.errors:
        return await _step_page(request, session, LAST, Values(merged(draft, LAST, typed)), checked.errors)
    if draft and (doubt := doubts(typed, draft)):
        return await _step_page(request, session, LAST, Values(merged(draft, LAST, typed)).over(typed), doubt)
    # Once more: what counts as a patient's may have changed since a step was saved.
    screened = await screen(request, typed, ReportForm, declared=declared_in(draft), kept=kept(draft))
    filled = check(screened.values, ReportForm, MESSAGES)
    errors = screened.errors or filled.errors
    if errors or filled.form is None or draft is None:
        # A step was skipped, or has to be changed: go to the first one that is not right.
        wrong = next(n for n, step in enumerate(STEPS, 1) if set(names(step)) & set(errors))
        return await _step_page(request, session, wrong, screened.values, errors)
    hidden = hidden_in(draft, screened)
    try:
        token = await reporting.submit_draft(session, draft, filled.form, key=key, hidden=hidden)
    except reporting.NotConfirmed:
        return see_other(f"{FILES_PAGE}?naar=controle&vinkje=nodig")
    return see_other(f"/melding/{token}/bevestiging")


async def _to_confirmation(report_id: UUID, session: Session, key: str) -> Response:
    return see_other(f"/melding/{await reporting.link_of(session, report_id, key=key)}/bevestiging")


async def _step_page(
    request: Request,
    session: Session,
    number: int,
    values: Values,
    faults: Mapping[str, str] | None = None,
    saved_at: datetime | None = None,
) -> Response:
    own_faults = {
        name: sentence for name, sentence in (faults or {}).items() if name in {*names(STEPS[number - 1]), TRAP, "form"}
    }
    return page(
        request,
        f"intake/step{number}.html",
        status=422 if own_faults else 200,
        number=number,
        values=values,
        sheet=sheets.new_sheet(),
        saved_at=saved_at,
        errors=own_faults,
        choices=CHOICES,
        answer_days=_answer_days(),
        reminder_days=IntakeSettings.read().reminder_days,
        parties=await suggesting.parties(session) if number == 1 else (),
        practices=await practices.names(session) if number == 4 else (),
        files=request.state.files,
        summary=summary_of(values, request.state.files) if number == LAST else (),
        found=(),
        asked=False,
        shown="",
        to_check=request.query_params.get("naar") == "controle" or values["naar"] == "controle",
    )


def _answer_days() -> int:
    return IntakeSettings.read().first_answer_working_days

"""Preparing an outcome, looking at what goes out, concluding, and opening the dossier again."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.research import forms
from services.research.domain import ChangedMeanwhile, MoveRefused, Section
from services.research.forms import ConcludeForm, OutcomeForm, ReopenForm
from services.research.handlers import outcome
from services.research.reading.dossier import dossier_page
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.saving import Typed, saved
from services.research.routes.showing import UNKNOWN, refused, show
from shared.messaging.outbox import FactTooLarge
from shared.web.errors import Invalid, NotFound
from shared.web.forms import fill
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)

OUTCOME = Typed(Section.OUTCOME, OutcomeForm, forms.OUTCOME)
ALREADY = "Dit dossier is al afgerond. Er is niets veranderd."
NOT_CONCLUDED = "Dit dossier is al open. Er is niets veranderd."
TOO_LARGE = "Dit dossier is te lang om als één bericht te versturen. Maak de citaten korter."


@router.post("/uitkomst")
async def save(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Save the outcome and go on to what will go out."""
    keep = partial(outcome.save_outcome, session, reference, who=member.name)
    again = partial(show, request, session, member, reference)
    try:
        return await saved(request, OUTCOME, keep, again, (f"/team/dossiers/{reference}/afronden", ""))
    except MoveRefused:
        return see_other_saying(request, f"/team/dossiers/{reference}", ALREADY)


@router.get("/afronden")
async def look(request: Request, session: Session, _member: Researcher, reference: str) -> Response:
    """What will go out, and to how many."""
    found = await dossier_page(session, reference)
    if found is None:
        raise NotFound(UNKNOWN)
    if not (found.may_conclude and found.shown.outcome):
        return see_other(f"/team/dossiers/{reference}#uitkomst")
    return page(request, "research/conclude.html", page=found, dossier=found.dossier)


@router.post("/afronden")
async def conclude(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Conclude the dossier; a second press changes nothing."""
    filled = await fill(request, ConcludeForm, forms.CONCLUDE)
    if filled.form is None:
        raise Invalid()
    try:
        with not_found_when_unknown():
            await outcome.conclude(session, reference, filled.form, member.name)
    except ChangedMeanwhile as change:
        changed = f"{change.by} paste de uitkomst net aan. Kijk nog een keer."
        return see_other_saying(request, f"/team/dossiers/{reference}/afronden", changed)
    except MoveRefused:
        return see_other_saying(request, f"/team/dossiers/{reference}", ALREADY)
    except FactTooLarge:
        raise Invalid(TOO_LARGE, title="Dit is te lang") from None
    return see_other_saying(request, f"/team/dossiers/{reference}#uitkomst", "Het dossier is afgerond.")


@router.post("/heropenen")
async def reopen(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Work on it again."""
    filled = await fill(request, ReopenForm, forms.REOPEN)
    if filled.form is None:
        return await show(request, session, member, reference, refused(Section.OUTCOME, filled))
    try:
        with not_found_when_unknown():
            await outcome.reopen(session, reference, filled.form.why, member.name)
    except MoveRefused:
        return see_other_saying(request, f"/team/dossiers/{reference}", NOT_CONCLUDED)
    return see_other_saying(request, f"/team/dossiers/{reference}#uitkomst", "Het dossier is weer open.")

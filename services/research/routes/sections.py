"""Saving the parts of a dossier that are one form."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.research import forms
from services.research.domain import ChangedMeanwhile, Section
from services.research.forms import CoreForm, RuleForm
from services.research.handlers import sections
from services.research.handlers.held import ChoiceRefused
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.showing import changed_by, refused, show
from shared.web.forms import fill
from shared.web.pages import see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)


@router.post("/kern")
async def core(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Save the question."""
    filled = await fill(request, CoreForm, forms.CORE)
    if filled.form is None:
        return await show(request, session, member, reference, refused(Section.CORE, filled))
    try:
        with not_found_when_unknown():
            await sections.save_core(session, reference, filled.form, member.name)
    except ChangedMeanwhile as change:
        return await show(request, session, member, reference, changed_by(Section.CORE, filled, change.by))
    except ChoiceRefused as refusal:
        wrong = {refusal.field: forms.UNKNOWN_MEMBER}
        return await show(request, session, member, reference, refused(Section.CORE, filled, wrong))
    return see_other_saying(request, f"/team/dossiers/{reference}#kern", "De kern is opgeslagen.")


@router.post("/regel")
async def rule(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Save what the rule says."""
    filled = await fill(request, RuleForm, forms.RULE)
    if filled.form is None:
        return await show(request, session, member, reference, refused(Section.RULE, filled))
    try:
        with not_found_when_unknown():
            await sections.save_rule(session, reference, filled.form, member.name)
    except ChangedMeanwhile as change:
        return await show(request, session, member, reference, changed_by(Section.RULE, filled, change.by))
    return see_other_saying(request, f"/team/dossiers/{reference}#regel", "De tekst van de regel is opgeslagen.")

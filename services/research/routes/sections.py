"""Saving the parts of a dossier that are one form."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.research import forms
from services.research.domain import Section
from services.research.forms import ContextForm, CoreForm, RuleForm
from services.research.handlers import sections
from services.research.routes.access import Researcher, Session
from services.research.routes.saving import Typed, saved
from services.research.routes.showing import show

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)

CORE = Typed(Section.CORE, CoreForm, forms.CORE)
CONTEXT = Typed(Section.CONTEXT, ContextForm, forms.CONTEXT)
RULE = Typed(Section.RULE, RuleForm, forms.RULE)


@router.post("/kern")
async def core(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Save the question."""
    save = partial(sections.save_core, session, reference, who=member.name)
    then = (f"/team/dossiers/{reference}#kern", "De kern is opgeslagen.")
    return await saved(request, CORE, save, partial(show, request, session, member, reference), then)


@router.post("/context")
async def context(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Save what happens, since when, where and with whom."""
    save = partial(sections.save_context, session, reference, who=member.name)
    then = (f"/team/dossiers/{reference}#context", "De context is opgeslagen.")
    return await saved(request, CONTEXT, save, partial(show, request, session, member, reference), then)


@router.post("/regel")
async def rule(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Save what the rule says."""
    save = partial(sections.save_rule, session, reference, who=member.name)
    then = (f"/team/dossiers/{reference}#regel", "De tekst van de regel is opgeslagen.")
    return await saved(request, RULE, save, partial(show, request, session, member, reference), then)

"""Saving the parts of a dossier that are one form."""

from fastapi import APIRouter
from fastapi.responses import Response

from services.research import forms
from services.research.domain import Section
from services.research.forms import ContextForm, CoreForm, RuleForm
from services.research.handlers import sections
from services.research.routes.saving import SavesDossier, Typed

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)

CORE = Typed(Section.CORE, CoreForm, forms.CORE)
CONTEXT = Typed(Section.CONTEXT, ContextForm, forms.CONTEXT)
RULE = Typed(Section.RULE, RuleForm, forms.RULE)


@router.post("/kern")
async def core(here: SavesDossier) -> Response:
    """Save the question."""
    return await here.save(CORE, sections.save_core, "kern", "De kern is opgeslagen.")


@router.post("/context")
async def context(here: SavesDossier) -> Response:
    """Save what happens, since when, where and with whom."""
    return await here.save(CONTEXT, sections.save_context, "context", "De context is opgeslagen.")


@router.post("/regel")
async def rule(here: SavesDossier) -> Response:
    """Save what the rule says."""
    return await here.save(RULE, sections.save_rule, "regel", "De tekst van de regel is opgeslagen.")

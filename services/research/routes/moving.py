"""Merging dossiers, taking them apart again, and splitting one."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.research import forms
from services.research.domain import DossierState, MoveRefused
from services.research.forms import MergeForm, SplitForm
from services.research.handlers import moving
from services.research.handlers.held import ChoiceRefused
from services.research.reading.dossier import dossier_page
from services.research.repository import dossiers
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.showing import UNKNOWN
from shared.dutch import count_text
from shared.ids import new_id
from shared.web.errors import NotFound
from shared.web.forms import Filled, fill
from shared.web.pages import page, see_other, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)

NOT_OPEN = "Dit kan alleen met een dossier dat open is. Er is niets veranderd."
NOT_APART = "Dit kan niet meer: het andere dossier is afgerond of verder samengevoegd. Er is niets veranderd."
SENTENCES = {"into_id": forms.WHICH_DOSSIER, "report_ids": forms.WHICH_REPORTS}


@router.get("/samenvoegen")
async def ask_to_merge(request: Request, session: Session, _member: Researcher, reference: str) -> Response:
    """With which dossier?"""
    return await _form(request, session, reference, "research/merge.html")


@router.post("/samenvoegen")
async def merge(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Its reports go to another dossier."""
    filled = await fill(request, MergeForm, forms.MERGE)
    if filled.form is None:
        return await _form(request, session, reference, "research/merge.html", filled)
    try:
        with not_found_when_unknown():
            into = await moving.merge(session, reference, filled.form, member.name)
    except ChoiceRefused as refusal:
        return await _form(request, session, reference, "research/merge.html", _wrong(filled, refusal))
    except MoveRefused:
        return see_other_saying(request, f"/team/dossiers/{reference}", NOT_OPEN)
    said = f"{reference} hoort nu bij dit dossier. Op de pagina van {reference} kun je dat ongedaan maken."
    return see_other_saying(request, f"/team/dossiers/{into.reference}", said)


@router.post("/losmaken")
async def take_apart(request: Request, session: Session, member: Researcher, reference: str) -> Response:
    """Undo a merge."""
    try:
        with not_found_when_unknown():
            moved = await moving.take_apart(session, reference, member.name)
    except (MoveRefused, ChoiceRefused):
        return see_other_saying(request, f"/team/dossiers/{reference}", NOT_APART)
    said = f"Dit dossier staat weer op zichzelf, met {count_text(moved, 'melding', 'meldingen')}."
    return see_other_saying(request, f"/team/dossiers/{reference}", said)


@router.get("/splitsen")
async def ask_to_split(request: Request, session: Session, _member: Researcher, reference: str) -> Response:
    """Which reports go?"""
    return await _form(request, session, reference, "research/split.html")


@router.post("/splitsen/{dossier_id}")
async def split(request: Request, session: Session, member: Researcher, reference: str, dossier_id: UUID) -> Response:
    """Some reports go to a new dossier. Its id was given out with the form, so that sending it twice opens one."""
    filled = await fill(request, SplitForm, forms.SPLIT)
    if filled.form is None:
        return await _form(request, session, reference, "research/split.html", filled, dossier_id)
    try:
        with not_found_when_unknown():
            new = await moving.split(session, reference, dossier_id, filled.form, member.name)
    except ChoiceRefused as refusal:
        return await _form(request, session, reference, "research/split.html", _wrong(filled, refusal), dossier_id)
    except MoveRefused:
        return see_other_saying(request, f"/team/dossiers/{reference}", NOT_OPEN)
    said = f"Dit is het nieuwe dossier. Hoort het toch bij {reference}? Voeg het dan weer samen."
    return see_other_saying(request, f"/team/dossiers/{new.reference}", said)


def _wrong(filled: Filled[MergeForm] | Filled[SplitForm], refusal: ChoiceRefused) -> Filled[MergeForm]:
    return Filled(filled.values, None, {refusal.field: SENTENCES[refusal.field]})


async def _form(
    request: Request,
    session: Session,
    reference: str,
    template: str,
    filled: Filled[MergeForm] | Filled[SplitForm] | None = None,
    dossier_id: UUID | None = None,
) -> Response:
    found = await dossier_page(session, reference)
    if found is None:
        raise NotFound(UNKNOWN)
    if found.shown.state is not DossierState.RESEARCHING:
        return see_other(f"/team/dossiers/{reference}")
    others = [one for one in await dossiers.all_open(session) if one.id != found.dossier.id]
    shown = {"values": filled.values, "errors": filled.errors} if filled else {}
    html: HTMLResponse = page(
        request,
        template,
        status=422 if filled else 200,
        headers=None,
        page=found,
        dossier=found.dossier,
        others=[(one.id, f"{one.reference} {one.title}") for one in others],
        new_entry=dossier_id or new_id(),
        **shown,
    )
    return html

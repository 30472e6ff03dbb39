"""Sources and findings: two lists that are filled one entry at a time."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.research import forms
from services.research.domain import RECORDABLE, ChangedMeanwhile, Section
from services.research.forms import FindingForm, SourceForm
from services.research.handlers import entries
from services.research.reading.dossier import entry_of
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.showing import CHANGED_STATUS, INVALID_STATUS, refused, show
from shared.web.errors import NotFound
from shared.web.forms import Filled, fill, values_of
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)


class Part(StrEnum):
    """The two lists as they are called in addresses."""

    SOURCES = "vastlegging"
    FINDINGS = "bevindingen"


SECTION = {Part.SOURCES: Section.SOURCE, Part.FINDINGS: Section.FINDING}
ADDED = {Part.SOURCES: "De bron is toegevoegd.", Part.FINDINGS: "De bevinding is toegevoegd."}
SAVED = {Part.SOURCES: "De bron is opgeslagen.", Part.FINDINGS: "De bevinding is opgeslagen."}
REMOVED = {
    Part.SOURCES: "De bron is verwijderd. Onderaan de lijst kun je dat ongedaan maken.",
    Part.FINDINGS: "De bevinding is verwijderd. Onderaan de lijst kun je dat ongedaan maken.",
}
BACK = {Part.SOURCES: "De bron staat er weer.", Part.FINDINGS: "De bevinding staat er weer."}


@router.post("/{part}/{entry_id}/nieuw")
async def add(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Add an entry. The id was given out with the form, so that sending it twice adds one."""
    filled = await _filled(request, part)
    if filled.form is None:
        return await show(request, session, member, reference, refused(SECTION[part], filled))
    with not_found_when_unknown():
        await entries.add_entry(session, reference, entry_id, filled.form, member.name)
    return see_other_saying(request, f"/team/dossiers/{reference}#{part}", ADDED[part])


@router.get("/{part}/{entry_id}")
async def edit(
    request: Request, session: Session, _member: Researcher, reference: str, part: Part, entry_id: UUID
) -> HTMLResponse:
    """The form of one entry."""
    return await _show_entry(request, session, reference, part, entry_id)


@router.post("/{part}/{entry_id}")
async def change(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Save one entry."""
    filled = await _filled(request, part)
    if filled.form is None:
        return await _show_entry(request, session, reference, part, entry_id, filled)
    try:
        with not_found_when_unknown():
            await entries.change_entry(session, reference, entry_id, filled.form, member.name)
    except ChangedMeanwhile as meanwhile:
        return await _show_entry(request, session, reference, part, entry_id, filled, meanwhile.by)
    return see_other_saying(request, f"/team/dossiers/{reference}#{part}", SAVED[part])


@router.post("/{part}/{entry_id}/weg")
async def remove(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Take an entry out of the dossier."""
    with not_found_when_unknown():
        await entries.remove_entry(session, reference, SECTION[part], entry_id, member.name)
    return see_other_saying(request, f"/team/dossiers/{reference}?verwijderd={part}#{part}", REMOVED[part])


@router.post("/{part}/{entry_id}/terug")
async def bring_back(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Undo a removal."""
    with not_found_when_unknown():
        await entries.bring_back_entry(session, reference, SECTION[part], entry_id, member.name)
    return see_other_saying(request, f"/team/dossiers/{reference}#{part}", BACK[part])


async def _filled(request: Request, part: Part) -> Filled[SourceForm] | Filled[FindingForm]:
    if part is Part.SOURCES:
        return await fill(request, SourceForm, forms.SOURCE)
    return await fill(request, FindingForm, forms.FINDING)


async def _show_entry(
    request: Request,
    session: AsyncSession,
    reference: str,
    part: Part,
    entry_id: UUID,
    filled: Filled[Any] | None = None,
    changed_by: str = "",
) -> HTMLResponse:
    found = await entry_of(session, reference, entries.KIND[SECTION[part]], entry_id)
    if found is None:
        raise NotFound("Dit staat niet (meer) in het dossier.")
    dossier, entry = found
    stored = values_of(entry.model_dump())
    changed = f"{changed_by} paste dit net aan. Bekijk het verschil." if changed_by else ""
    return page(
        request,
        "research/entry.html",
        status=CHANGED_STATUS if changed else INVALID_STATUS if filled else 200,
        dossier=dossier,
        part=part,
        entry=entry,
        changed=changed,
        version=entry.version if changed or not filled else filled.values["version"],
        values=filled.values if filled else stored,
        errors={"form": changed} if changed else filled.errors if filled else {},
        kinds=RECORDABLE,
    )

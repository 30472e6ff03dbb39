"""The lists of a dossier, filled one entry at a time."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import ChangedMeanwhile
from services.research.forms import EntryForm
from services.research.handlers import entries
from services.research.handlers.held import ChoiceRefused
from services.research.kinds import KINDS, Kind, Part
from services.research.reading.dossier import entry_of, members_and_parties
from services.research.reading.rows import rows_of
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.showing import CHANGED_STATUS, CHOICES, INVALID_STATUS, Refused, refused, show
from services.research.routes.showing_table import show_table
from shared.staff.member import Member
from shared.web.errors import NotFound
from shared.web.forms import Filled, Values, fill, values_of
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)


@router.post("/{part}/{entry_id}/nieuw")
async def add(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Add an entry. The id was given out with the form, so that sending it twice adds one."""
    kind = KINDS[part]
    filled: Filled[EntryForm] = await fill(request, kind.form, kind.messages)
    if filled.form is None:
        return await _shown_again(request, session, member, reference, refused(kind.section, filled))
    try:
        with not_found_when_unknown():
            await entries.add_entry(session, reference, entry_id, filled.form, member.name)
    except ChoiceRefused as refusal:
        wrong = {refusal.field: kind.sentence_about(refusal.field)}
        return await _shown_again(request, session, member, reference, refused(kind.section, filled, wrong))
    table = _table_in(filled.values)
    back = f"/team/dossiers/{reference}/overleggen/{table}#{part}" if table else f"/team/dossiers/{reference}#{part}"
    return see_other_saying(request, back, kind.says("is toegevoegd."))


@router.get("/{part}/{entry_id}")
async def edit(
    request: Request, session: Session, _member: Researcher, reference: str, part: Part, entry_id: UUID
) -> HTMLResponse:
    """The form of one entry."""
    return await show_entry(request, session, reference, KINDS[part], entry_id)


@router.post("/{part}/{entry_id}")
async def change(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Save one entry."""
    kind = KINDS[part]
    filled: Filled[EntryForm] = await fill(request, kind.form, kind.messages)
    if filled.form is None:
        return await show_entry(request, session, reference, kind, entry_id, filled)
    try:
        with not_found_when_unknown():
            await entries.change_entry(session, reference, entry_id, filled.form, member.name)
    except ChangedMeanwhile as meanwhile:
        return await show_entry(request, session, reference, kind, entry_id, filled, meanwhile.by)
    except ChoiceRefused as refusal:
        sentence = kind.sentence_about(refusal.field)
        wrong = Filled[EntryForm](filled.values, None, {refusal.field: sentence})
        return await show_entry(request, session, reference, kind, entry_id, wrong)
    return see_other_saying(request, f"/team/dossiers/{reference}#{part}", kind.says("is opgeslagen."))


@router.post("/{part}/{entry_id}/weg")
async def remove(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Take an entry out of the dossier."""
    kind = KINDS[part]
    with not_found_when_unknown():
        await entries.remove_entry(session, reference, kind, entry_id, member.name)
    back = f"/team/dossiers/{reference}?verwijderd={part}#{part}"
    return see_other_saying(request, back, kind.says("is verwijderd. Onderaan de lijst kun je dat ongedaan maken."))


@router.post("/{part}/{entry_id}/terug")
async def bring_back(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Undo a removal."""
    kind = KINDS[part]
    with not_found_when_unknown():
        await entries.bring_back_entry(session, reference, kind, entry_id, member.name)
    return see_other_saying(request, f"/team/dossiers/{reference}#{part}", kind.says("staat er weer."))


async def _shown_again(
    request: Request, session: AsyncSession, member: Member, reference: str, refusal: Refused
) -> HTMLResponse:
    """The page on which the form stood: that of a round table, or that of the dossier."""
    table = _table_in(refusal.values)
    if table:
        return await show_table(request, session, member, reference, table, refusal)
    return await show(request, session, member, reference, refusal)


def _table_in(values: Values) -> UUID | None:
    try:
        return UUID(values["round_table_id"])
    except ValueError:
        return None


async def show_entry(
    request: Request,
    session: AsyncSession,
    reference: str,
    kind: Kind,
    entry_id: UUID,
    filled: Filled[Any] | None = None,
    changed_by: str = "",
) -> HTMLResponse:
    """The form of one entry, with what was typed when it could not be saved. Raises NotFound."""
    found = await entry_of(session, reference, kind, entry_id)
    if found is None:
        raise NotFound("Dit staat niet (meer) in het dossier.")
    dossier, entry = found
    stored = values_of(entry.model_dump())
    changed = f"{changed_by} paste dit net aan. Bekijk het verschil." if changed_by else ""
    members, parties = await members_and_parties(session, getattr(entry, "party_id", None))
    return page(
        request,
        "research/entry.html",
        status=CHANGED_STATUS if changed else INVALID_STATUS if filled else 200,
        dossier=dossier,
        kind=kind,
        entry=entry,
        rows=rows_of(entry),
        changed=changed,
        version=entry.version if changed or not filled else filled.values["version"],
        values=filled.values.over(stored) if filled else stored,
        errors={"form": changed} if changed else filled.errors if filled else {},
        choices={**CHOICES, "owner_id": members, "party_id": parties},
    )

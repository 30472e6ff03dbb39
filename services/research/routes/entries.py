"""The lists of a dossier, filled one entry at a time."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.research.forms import EntryForm
from services.research.handlers import entries
from services.research.kinds import KINDS, Kind, Part
from services.research.reading.dossier import choices_for, entry_of
from services.research.reading.rows import rows_of
from services.research.routes.access import Researcher, Session, not_found_when_unknown
from services.research.routes.saving import Typed, saved
from services.research.routes.showing import CHOICES, Refused, show
from services.research.routes.showing_table import show_table
from shared.staff.member import Member
from shared.web.errors import NotFound
from shared.web.forms import Values, posted, values_of
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}", include_in_schema=False)


@router.post("/{part}/{entry_id}/nieuw")
async def add(
    request: Request, session: Session, member: Researcher, reference: str, part: Part, entry_id: UUID
) -> Response:
    """Add an entry. The id was given out with the form, so that sending it twice adds one."""
    kind = KINDS[part]
    table = _table_in(await posted(request))
    save = partial(entries.add_entry, session, reference, entry_id, who=member.name)
    again = partial(_shown_again, request, session, member, reference)
    here = f"/team/dossiers/{reference}{f'/overleggen/{table}' if table else ''}#{part}"
    return await saved(request, _typed(kind), save, again, (here, kind.says("is toegevoegd.")))


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
    save = partial(entries.change_entry, session, reference, entry_id, who=member.name)
    again = partial(show_entry, request, session, reference, kind, entry_id)
    then = (f"/team/dossiers/{reference}#{part}", kind.says("is opgeslagen."))
    return await saved(request, _typed(kind), save, again, then)


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


def _typed(kind: Kind) -> Typed[EntryForm]:
    return Typed(kind.section, kind.form, kind.messages)


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
    refusal: Refused | None = None,
) -> HTMLResponse:
    """The form of one entry, with what was typed when it could not be saved. Raises NotFound."""
    found = await entry_of(session, reference, kind, entry_id)
    if found is None:
        raise NotFound("Dit staat niet (meer) in het dossier.")
    dossier, entry = found
    stored = values_of(entry.model_dump())
    # Who has to compare goes on from what is stored now.
    keeps_version = refusal is not None and not refusal.changed_by
    choices = await choices_for(session, entry)
    return page(
        request,
        "research/entry.html",
        status=refusal.status if refusal else 200,
        dossier=dossier,
        kind=kind,
        entry=entry,
        rows=rows_of(entry, dict(choices["evidence_id"])),
        changed=refusal is not None and bool(refusal.changed_by),
        version=refusal.values["version"] if refusal and keeps_version else entry.version,
        values=refusal.values.over(stored) if refusal else stored,
        errors=refusal.errors if refusal else {},
        choices={**CHOICES, **choices},
    )

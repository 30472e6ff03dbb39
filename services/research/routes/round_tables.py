"""Planning a round table, who is to be there, and what was said."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.research import forms
from services.research.domain import Section
from services.research.forms import AttendanceForm, AttendeeForm, MinutesForm, RoundTableForm
from services.research.handlers import round_tables
from services.research.reading.dossier import dossier_page
from services.research.routes.access import Reader, Researcher, Session, not_found_when_unknown
from services.research.routes.saving import SavesTable, Typed
from services.research.routes.showing import UNKNOWN
from services.research.routes.showing_table import show_table
from shared.ids import new_id
from shared.web.errors import NotFound
from shared.web.forms import Filled, Values, fill
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}/overleggen", include_in_schema=False)

TWICE = {"attendee_email": "Dit adres staat al bij de deelnemers"}
MEETING = Typed(Section.ROUND_TABLE, RoundTableForm, forms.ROUND_TABLE)
ATTENDEE = Typed(Section.STAKEHOLDER, AttendeeForm, forms.ATTENDEE, TWICE)
ATTENDANCE = Typed(Section.STAKEHOLDER, AttendanceForm, forms.ATTENDANCE)
MINUTES = Typed(Section.MINUTES, MinutesForm, forms.MINUTES)


@router.get("/nieuw")
async def new(request: Request, session: Session, _member: Researcher, reference: str) -> HTMLResponse:
    """The form of a new meeting."""
    return await _form(request, session, reference, new_id())


@router.post("/{round_table_id}/nieuw")
async def plan(
    request: Request, session: Session, member: Researcher, reference: str, round_table_id: UUID
) -> Response:
    """Plan a meeting. The id was given out with the form, so that sending it twice plans one."""
    filled = await fill(request, RoundTableForm, forms.ROUND_TABLE)
    if filled.form is None:
        return await _form(request, session, reference, round_table_id, filled)
    with not_found_when_unknown():
        await round_tables.plan(session, reference, round_table_id, filled.form, member.name)
    said = "Het overleg staat er. Zet er nu op wie erbij moeten zijn."
    return see_other_saying(request, f"/team/dossiers/{reference}/overleggen/{round_table_id}#deelnemers", said)


@router.get("/{round_table_id}")
async def show(
    request: Request, session: Session, member: Reader, reference: str, round_table_id: UUID
) -> HTMLResponse:
    """One meeting."""
    return await show_table(request, session, member, reference, round_table_id)


@router.post("/{round_table_id}")
async def change(here: SavesTable) -> Response:
    """Change what an invitation says; nothing goes out yet."""
    return await here.save(MEETING, round_tables.change, "gegevens", "Het overleg is opgeslagen.")


@router.post("/{round_table_id}/deelnemers/{attendee_id}/nieuw")
async def add(here: SavesTable, attendee_id: UUID) -> Response:
    """Put somebody on the list."""
    said = "De deelnemer staat op de lijst. De uitnodiging is nog niet verstuurd."
    return await here.save(ATTENDEE, round_tables.add_attendee, "deelnemers", said, attendee_id)


@router.post("/{round_table_id}/deelnemers/{attendee_id}/komst")
async def attendance(here: SavesTable, attendee_id: UUID) -> Response:
    """Whether somebody comes, or came."""
    said = "De komst is opgeslagen."
    return await here.save(ATTENDANCE, round_tables.say_attendance, "deelnemers", said, attendee_id)


@router.post("/{round_table_id}/verslag")
async def minutes(here: SavesTable) -> Response:
    """Save what was said."""
    return await here.save(MINUTES, round_tables.save_minutes, "verslag", "Het verslag is opgeslagen.")


async def _form(
    request: Request,
    session: Session,
    reference: str,
    round_table_id: UUID,
    filled: Filled[RoundTableForm] | None = None,
) -> HTMLResponse:
    found = await dossier_page(session, reference)
    if found is None:
        raise NotFound(UNKNOWN)
    return page(
        request,
        "research/plan.html",
        status=422 if filled else 200,
        dossier=found.dossier,
        new_entry=round_table_id,
        values=filled.values if filled else Values({"subject": [found.dossier.title]}),
        errors=filled.errors if filled else {},
    )

"""Planning a round table, who is to be there, and what was said."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.research import forms
from services.research.domain import ChangedMeanwhile, Section
from services.research.forms import AttendanceForm, AttendeeForm, MinutesForm, RoundTableForm
from services.research.handlers import round_tables
from services.research.handlers.held import ChoiceRefused
from services.research.handlers.round_tables import IsOff
from services.research.reading.dossier import dossier_page
from services.research.routes.access import Reader, Researcher, Session, not_found_when_unknown
from services.research.routes.showing import UNKNOWN, changed_by, refused
from services.research.routes.showing_table import show_table
from shared.ids import new_id
from shared.web.errors import NotFound
from shared.web.forms import Filled, Values, fill
from shared.web.pages import page, see_other_saying

router = APIRouter(prefix="/team/dossiers/{reference}/overleggen", include_in_schema=False)

CANCELLED = "Dit overleg is afgezegd. Er is niets veranderd."
TWICE = "Dit adres staat al bij de deelnemers"
CHOICE_SENTENCES = {"stakeholder_id": forms.NOBODY_CHOSEN, "attendee_email": TWICE}


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
    return see_other_saying(request, _address(reference, round_table_id, "deelnemers"), said)


@router.get("/{round_table_id}")
async def show(
    request: Request, session: Session, member: Reader, reference: str, round_table_id: UUID
) -> HTMLResponse:
    """One meeting."""
    return await show_table(request, session, member, reference, round_table_id)


@router.post("/{round_table_id}")
async def change(
    request: Request, session: Session, member: Researcher, reference: str, round_table_id: UUID
) -> Response:
    """Change what an invitation says; nothing goes out yet."""
    filled = await fill(request, RoundTableForm, forms.ROUND_TABLE)
    again = (request, session, member, reference, round_table_id)
    if filled.form is None:
        return await show_table(*again, refused(Section.ROUND_TABLE, filled))
    try:
        with not_found_when_unknown():
            await round_tables.change(session, reference, round_table_id, filled.form, member.name)
    except ChangedMeanwhile as meanwhile:
        return await show_table(*again, changed_by(Section.ROUND_TABLE, filled, meanwhile.by))
    except IsOff:
        return see_other_saying(request, _address(reference, round_table_id), CANCELLED)
    return see_other_saying(request, _address(reference, round_table_id, "gegevens"), "Het overleg is opgeslagen.")


@router.post("/{round_table_id}/deelnemers/{attendee_id}/nieuw")
async def add(
    request: Request, session: Session, member: Researcher, reference: str, round_table_id: UUID, attendee_id: UUID
) -> Response:
    """Put somebody on the list."""
    filled = await fill(request, AttendeeForm, forms.ATTENDEE)
    again = (request, session, member, reference, round_table_id)
    if filled.form is None:
        return await show_table(*again, refused(Section.STAKEHOLDER, filled))
    try:
        with not_found_when_unknown():
            await round_tables.add_attendee(session, reference, round_table_id, attendee_id, filled.form, member.name)
    except ChoiceRefused as refusal:
        wrong = {refusal.field: CHOICE_SENTENCES[refusal.field]}
        return await show_table(*again, refused(Section.STAKEHOLDER, filled, wrong))
    except IsOff:
        return see_other_saying(request, _address(reference, round_table_id), CANCELLED)
    said = "De deelnemer staat op de lijst. De uitnodiging is nog niet verstuurd."
    return see_other_saying(request, _address(reference, round_table_id, "deelnemers"), said)


@router.post("/{round_table_id}/deelnemers/{attendee_id}/komst")
async def attendance(
    request: Request, session: Session, member: Researcher, reference: str, round_table_id: UUID, attendee_id: UUID
) -> Response:
    """Whether somebody comes, or came."""
    filled = await fill(request, AttendanceForm, forms.ATTENDANCE)
    if filled.form is None:
        return await show_table(
            request, session, member, reference, round_table_id, refused(Section.STAKEHOLDER, filled)
        )
    with not_found_when_unknown():
        given = filled.form.attendance
        await round_tables.say_attendance(session, reference, round_table_id, attendee_id, given, member.name)
    return see_other_saying(request, _address(reference, round_table_id, "deelnemers"), "De komst is opgeslagen.")


@router.post("/{round_table_id}/verslag")
async def minutes(
    request: Request, session: Session, member: Researcher, reference: str, round_table_id: UUID
) -> Response:
    """Save what was said."""
    filled = await fill(request, MinutesForm, forms.MINUTES)
    again = (request, session, member, reference, round_table_id)
    if filled.form is None:
        return await show_table(*again, refused(Section.MINUTES, filled))
    try:
        with not_found_when_unknown():
            await round_tables.save_minutes(session, reference, round_table_id, filled.form, member.name)
    except ChangedMeanwhile as meanwhile:
        return await show_table(*again, changed_by(Section.MINUTES, filled, meanwhile.by))
    return see_other_saying(request, _address(reference, round_table_id, "verslag"), "Het verslag is opgeslagen.")


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


def _address(reference: str, round_table_id: UUID, part: str = "") -> str:
    return f"/team/dossiers/{reference}/overleggen/{round_table_id}{f'#{part}' if part else ''}"

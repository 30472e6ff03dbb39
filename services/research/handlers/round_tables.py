"""Meetings are planned and changed; who is to be there; what was said."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.domain.meeting import Attendance
from services.research.forms import AttendanceForm, AttendeeForm, MinutesForm, RoundTableForm
from services.research.handlers.held import ChoiceRefused, UnknownDossier, held, record, same_version
from services.research.repository import entries, round_tables
from services.research.tables import Attendee, Dossier, RoundTable, Stakeholder
from shared import clock
from shared.dutch import moment_text


class IsOff(Exception):
    """The meeting was cancelled: nothing about it changes any more."""


async def held_table(session: AsyncSession, reference: str, round_table_id: UUID) -> tuple[Dossier, RoundTable]:
    """A meeting with its dossier, held until the transaction ends. Raises UnknownDossier."""
    dossier = await held(session, reference)
    meeting = await round_tables.round_table(session, dossier.id, round_table_id)
    if meeting is None:
        raise UnknownDossier(f"no round table {round_table_id}")
    return dossier, meeting


async def plan(session: AsyncSession, reference: str, round_table_id: UUID, form: RoundTableForm, who: str) -> None:
    """Plan a meeting; the form's own id makes that sending it twice plans one. Raises UnknownDossier."""
    dossier = await held(session, reference)
    if await round_tables.round_table(session, dossier.id, round_table_id):
        return
    common: dict[str, Any] = {"id": round_table_id, "dossier_id": dossier.id, "added_at": clock.now(), "added_by": who}
    meeting = RoundTable(**common, **form.columns())
    await round_tables.add(session, meeting)
    await _write(session, dossier, meeting, who, "Plande een overleg")


async def change(session: AsyncSession, reference: str, round_table_id: UUID, form: RoundTableForm, who: str) -> None:
    """Change what an invitation says; nothing goes out yet. Raises UnknownDossier, ChangedMeanwhile, IsOff."""
    dossier, meeting = await held_table(session, reference, round_table_id)
    if meeting.cancelled_at:
        raise IsOff()
    await same_version(session, dossier, Section.ROUND_TABLE, (form.version, meeting.version), meeting.id)
    columns = form.columns()
    if all(getattr(meeting, name) == value for name, value in columns.items()):
        return
    meeting.sqlmodel_update(columns)
    meeting.version += 1
    await _write(session, dossier, meeting, who, "Paste een overleg aan")


async def add_attendee(
    session: AsyncSession, reference: str, round_table_id: UUID, attendee_id: UUID, form: AttendeeForm, who: str
) -> None:
    """Somebody is to be there; nothing goes out yet. Raises UnknownDossier, ChoiceRefused, IsOff."""
    dossier, meeting = await held_table(session, reference, round_table_id)
    if meeting.cancelled_at:
        raise IsOff()
    if await round_tables.attendee(session, meeting.id, attendee_id):
        return
    attendee = await _attendee(session, dossier, form)
    attendee.id, attendee.round_table_id = attendee_id, meeting.id
    known = {one.email.lower() for one in await round_tables.attendees(session, meeting.id) if one.email}
    if attendee.email and attendee.email.lower() in known:
        raise ChoiceRefused("attendee_email")
    await round_tables.add(session, attendee)
    text = f"Zette op de lijst voor het overleg over {meeting.subject}: {attendee.name}."
    await record(session, dossier, who, text)


async def _attendee(session: AsyncSession, dossier: Dossier, form: AttendeeForm) -> Attendee:
    fresh: dict[str, Any] = {"added_at": clock.now(), "attendance": Attendance.UNKNOWN.value}
    if form.stakeholder_id is None:
        typed: dict[str, Any] = {
            "name": form.attendee_name,
            "organisation": form.attendee_organisation,
            "email": form.attendee_email,
        }
        return Attendee(**fresh, **typed)
    one = await entries.entry(session, Stakeholder, dossier.id, form.stakeholder_id)
    if one is None or one.removed_at:
        raise ChoiceRefused("stakeholder_id")
    email = form.attendee_email or one.email
    name = form.attendee_name or one.person or one.organisation
    return Attendee(**fresh, stakeholder_id=one.id, name=name, organisation=one.organisation, email=email)


async def say_attendance(
    session: AsyncSession, reference: str, round_table_id: UUID, attendee_id: UUID, form: AttendanceForm, who: str
) -> None:
    """Whether somebody comes, or came. Raises UnknownDossier."""
    dossier, meeting = await held_table(session, reference, round_table_id)
    attendee = await round_tables.attendee(session, meeting.id, attendee_id)
    if attendee is None or attendee.removed_at:
        raise UnknownDossier(f"no attendee {attendee_id}")
    if attendee.attendance != form.attendance.value:
        attendee.attendance = form.attendance.value
        # What they said themselves stays in the history.
        attendee.answered_at = attendee.answered_version = attendee.answer = None
        said = f"Overleg over {meeting.subject}, {attendee.name}: {form.attendance.label}."
        await record(session, dossier, who, said)


async def save_minutes(
    session: AsyncSession, reference: str, round_table_id: UUID, form: MinutesForm, who: str
) -> None:
    """Save what was said. Raises UnknownDossier, ChangedMeanwhile."""
    dossier, meeting = await held_table(session, reference, round_table_id)
    await same_version(session, dossier, Section.MINUTES, (form.version, meeting.minutes_version), meeting.id)
    if meeting.minutes == form.minutes:
        return
    meeting.minutes = form.minutes
    meeting.minutes_version += 1
    text = f"Schreef het verslag van het overleg over {meeting.subject}."
    await record(session, dossier, who, text, Section.MINUTES, meeting.id)


async def _write(session: AsyncSession, dossier: Dossier, meeting: RoundTable, who: str, what: str) -> None:
    text = f"{what}: {meeting.subject}, {moment_text(meeting.starts_at)}."
    await record(session, dossier, who, text, Section.ROUND_TABLE, meeting.id)

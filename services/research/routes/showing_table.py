"""The page of one round table: as it stands, or with a form on it that could not be saved."""

from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.reading.round_table import RoundTablePage, round_table_page
from services.research.routes.showing import CHOICES, Refused
from services.research.tables import RoundTable
from shared import clock
from shared.ids import new_id
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.web.errors import NotFound
from shared.web.forms import Values, values_of
from shared.web.pages import page

UNKNOWN = "Dit overleg kennen we niet. Kijk in het dossier of het er nog staat."


async def found_table(session: AsyncSession, reference: str, round_table_id: UUID) -> RoundTablePage:
    """A meeting with all that belongs to it. Raises NotFound."""
    found = await round_table_page(session, reference, round_table_id)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


async def show_table(
    request: Request,
    session: AsyncSession,
    member: Member,
    reference: str,
    round_table_id: UUID,
    refusal: Refused | None = None,
) -> HTMLResponse:
    """The page, with what was typed in a refused form still in it. Raises NotFound."""
    found = await found_table(session, reference, round_table_id)
    typed = refusal.values if refusal else Values()
    return page(
        request,
        "research/round_table.html",
        status=refusal.status if refusal else 200,
        page=found,
        dossier=found.dossier,
        may_research=member.may(Permission.RESEARCH),
        refusal=refusal,
        versions=_versions(found.record, refusal),
        values=typed.over(values_of(stored(found.record))),
        errors=refusal.errors if refusal else {},
        choices={**CHOICES, "owner_id": found.members, "stakeholder_id": found.stakeholders},
        new_entry=new_id(),
    )


def stored(record: RoundTable) -> dict[str, Any]:
    """What the forms of a meeting start with."""
    starts, ends = (moment.astimezone(clock.LOCAL) for moment in (record.starts_at, record.ends_at))
    return {
        "subject": record.subject,
        "day": starts.date(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "meeting_place": record.place,
        "meeting_url": record.url,
        "agenda": record.agenda,
        "minutes": record.minutes,
    }


def _versions(record: RoundTable, refusal: Refused | None) -> dict[str, str]:
    """The version each form is opened with. A form with faults keeps its own, so that no change goes unseen."""
    current = {
        Section.ROUND_TABLE.value: str(record.version),
        Section.MINUTES.value: str(record.minutes_version),
    }
    if refusal and not refusal.changed_by and refusal.section.value in current:
        current[refusal.section.value] = refusal.values["version"]
    return current

"""The queue as a table for a spreadsheet: what the filter in the address leaves, without who reported."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import OPEN, State
from services.triage.queue_filter import QueueFilter
from services.triage.reading.queue import asked_by
from services.triage.repository import people, queue
from services.triage.repository.queue import Asked, Place, place_of
from services.triage.routes.access import MayRead
from services.triage.routes.queue import QUEUE, row_of
from services.triage.tables import Case
from shared import clock
from shared.database import Database
from shared.dutch import number_text
from shared.themes.theme import Theme
from shared.web.csv_file import csv_file, csv_lines

router = APIRouter()
AT_ONCE = 500  # cases
COLUMNS = (
    "Kenmerk", "Titel", "Thema", "Van wie", "Organisatie", "Regio", "Uren per maand", "Stand", "Ingestuurd", "Termijn",
    "Aan zet", "Behandelaar", "Dossier", "Laatst veranderd",
)  # fmt: skip


@router.get(f"{QUEUE}/lijst.csv")
async def export(request: Request, member: MayRead) -> Response:
    """Everything the filter leaves, in the order of the list."""
    wanted = QueueFilter.read(request.query_params)
    database: Database = request.app.state.databases["triage"]
    name = f"wachtrij-{wanted.view}-{clock.today().isoformat()}.csv"
    return csv_file(name, COLUMNS, parts(database, asked_by(wanted, member.id)))


async def parts(database: Database, asked: Asked) -> AsyncIterator[str]:
    """The lines of the file, so many cases at a time."""
    # A transaction for each part: a slow line holds nothing up, and a row that moves shows no other twice.
    after: Place | None = None
    while True:
        async with database.transaction() as session:
            cases = await queue.queue(session, asked, limit=AT_ONCE, after=after)
            lines = csv_lines(await _rows(session, cases, asked.untouched_since))
        yield lines
        if len(cases) < AT_ONCE:
            return
        after = place_of(cases[-1], asked.wanted)


async def _rows(session: AsyncSession, cases: Sequence[Case], untouched_since: datetime) -> list[Sequence[object]]:
    colleagues = await people.colleagues(session)
    dossiers = await repository.dossiers_named(session, {one.dossier_id for one in cases if one.dossier_id})
    return [_row(case, row_of(case, colleagues, untouched_since), dossiers) for case in cases]


def _row(case: Case, row: dict[str, object], dossiers: dict[UUID, str]) -> Sequence[object]:
    return (
        case.reference,
        case.title,
        Theme(case.theme).label if case.theme else None,
        row["origin"],
        case.report.get("organisation"),
        case.region,
        number_text(case.minutes_per_month / 60),
        row["state"],
        clock.local_day(case.submitted_at),
        case.due_on if State.parse(case.state) in OPEN else None,
        row["actor_name"],
        row["handler"],
        dossiers.get(case.dossier_id) if case.dossier_id else None,
        clock.local_day(case.changed_at),
    )

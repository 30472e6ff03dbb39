"""What a member handles: first what waits for the team, then what waits for a reporter."""

from datetime import date

from fastapi import APIRouter, Request, Response

from services.triage.domain import WAITS_FOR_US, State
from services.triage.queue_filter import MINE, NOBODYS, QueueFilter, View
from services.triage.reading.likeness import alike
from services.triage.reading.queue import asked_by, counted_text, stretch
from services.triage.reading.tasks import ShownTask, shown
from services.triage.repository import people, tasks
from services.triage.routes.access import MayRead, Session
from services.triage.routes.queue import QUEUE, href, row_of
from services.triage.tables import Case
from shared.web.pages import page

router = APIRouter()
TaskRow = tuple[str, str, str, str, date, bool]


@router.get("/team/mijn-werk")
async def show_my_work(request: Request, member: MayRead, session: Session) -> Response:
    """The open cases of who asks, the oldest deadline first, and their tasks for reports."""
    wanted = QueueFilter(View.OPEN, handler=MINE)
    asked = asked_by(wanted, member.id)
    found = await stretch(session, asked)
    colleagues = await people.colleagues(session)
    resembled = await alike(session, [case.report_id for case in found.cases])
    rows = [
        (
            State.parse(case.state) in WAITS_FOR_US,
            row_of(case, colleagues, asked.untouched_since, resembled.get(case.report_id)),
        )
        for case in found.cases
    ]
    mine = [(shown(task, colleagues), of) for task, of in await tasks.open_of(session, member.id)]
    return page(
        request,
        "triage/my_work.html",
        tasks=[_task_row(task, of) for task, of in mine],
        late_tasks=sum(1 for task, _ in mine if task.is_late),
        said=f"Je behandelt {counted_text(found.total, 'open melding', 'open meldingen', found.most)}.",
        said_any=bool(rows),
        late=sum(1 for _, row in rows if row["late"]),
        parts=[
            ("Wij zijn aan zet", [row for waits, row in rows if waits]),
            ("Wacht op de melder", [row for waits, row in rows if not waits]),
        ],
        more=bool(found.next),
        everything=href(wanted),
        free=href(QueueFilter(View.NEW, handler=NOBODYS)),
        stands_in_for=[
            (one.called, href(QueueFilter(View.OPEN, handler=str(one.id))))
            for one in colleagues.values()
            if one.away and one.stand_in_id == member.id
        ],
    )


def _task_row(task: ShownTask, of: Case) -> TaskRow:
    href = f"{QUEUE}/{of.report_id}#taken"
    return href, task.record.what, of.title, of.reference, task.record.due_on, task.is_late

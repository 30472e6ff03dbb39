"""What a member still has to do for dossiers, and which came back to them."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.research.reading.shown import ShownTask
from services.research.repository import dossiers, tasks
from services.research.routes.access import Reader, Session
from services.research.tables import Dossier
from shared.contracts.mornings import MoveAfter
from shared.web.pages import page

router = APIRouter(include_in_schema=False)
Row = tuple[str, str, str, str, date, bool]


@router.get("/team/mijn-werk/taken")
async def show_my_tasks(request: Request, session: Session, member: Reader) -> HTMLResponse:
    """What came back to who asks and their tasks, the earliest day first: a page, and a part of *Mijn werk*."""
    back = [
        (dossier, MoveAfter.parse(dossier.came_back).label) for dossier in await dossiers.came_back(session, member.id)
    ]
    mine = [(ShownTask(task), dossier) for task, dossier in await tasks.open_tasks_of(session, member.id)]
    return page(
        request,
        "research/my_tasks.html",
        back=back,
        rows=[_row(task, dossier) for task, dossier in mine],
        late=sum(1 for task, _ in mine if task.is_late),
    )


def _row(task: ShownTask, of: Dossier) -> Row:
    href = f"/team/dossiers/{of.reference}#taken"
    return href, task.record.what, of.title, of.reference, task.record.due_on, task.is_late

"""What a member still has to do for dossiers, and which came back to them."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.research.reading.shown import ShownTask
from services.research.repository import dossiers, tasks
from services.research.routes.access import Reader, Session
from shared.contracts.mornings import MoveAfter
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/team/mijn-werk/taken")
async def show_my_tasks(request: Request, session: Session, member: Reader) -> HTMLResponse:
    """What came back to who asks and their tasks, the earliest day first: a page, and a part of *Mijn werk*."""
    back = [
        (dossier, MoveAfter.parse(dossier.came_back).label) for dossier in await dossiers.came_back(session, member.id)
    ]
    mine = [(ShownTask(task), dossier) for task, dossier in await tasks.open_tasks_of(session, member.id)]
    return page(
        request, "research/my_tasks.html", back=back, mine=mine, late=sum(1 for task, _ in mine if task.is_late)
    )

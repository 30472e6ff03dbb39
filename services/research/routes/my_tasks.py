"""What a member still has to do for dossiers."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.research.reading.shown import ShownTask
from services.research.repository import tasks
from services.research.routes.access import Reader, Session
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/team/mijn-werk/taken")
async def show_my_tasks(request: Request, session: Session, member: Reader) -> HTMLResponse:
    """The open tasks of who asks, the earliest day first: a page, and a part of *Mijn werk*."""
    mine = [(ShownTask(task), dossier) for task, dossier in await tasks.open_tasks_of(session, member.id)]
    return page(request, "research/my_tasks.html", mine=mine, late=sum(1 for task, _ in mine if task.is_late))

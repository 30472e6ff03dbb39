"""What still has to be done for a report: written on a page of its own, ticked off and taken away on the case."""

from collections.abc import Awaitable, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage.forms import LONGEST_TASK, TASK_MESSAGES, TaskForm
from services.triage.handlers import tasks as handling
from services.triage.handlers.decisions import GoneChoice
from services.triage.handlers.tasks import CaseEnded, TaskChanged, takes_tasks
from services.triage.reading.tasks import shown
from services.triage.repository import people, tasks
from services.triage.routes.access import MayDecide, Session
from services.triage.routes.case import case_or_not_found
from services.triage.routes.queue import QUEUE
from services.triage.tables import Case, Task
from shared.dutch import date_text
from shared.ids import new_id
from shared.web.errors import NotFound
from shared.web.forms import Values, check_typed, posted, values_of
from shared.web.notices import Undo
from shared.web.pages import page, see_other_saying

router = APIRouter()
TASKS = f"{QUEUE}/{{report_id}}/taken"
NEW, ONE = f"{TASKS}/nieuw", f"{TASKS}/{{task_id}}"
ENDED = "Deze melding is gewist of ingetrokken. Er is niets veranderd."
NO_NEWS = "Dat was al zo. Er is niets veranderd."


@router.get(NEW)
async def show_new(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """An empty task, for who asks."""
    case = await case_or_not_found(session, report_id)
    return await _task_page(request, session, case, values_of({"id": new_id(), "owner_id": member.id}))


@router.post(NEW)
async def add(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """Add a task. The id was given out with the form, so that sending it twice adds one."""
    values = await posted(request)
    case = await case_or_not_found(session, report_id)
    filled = await check_typed(request, values, TaskForm, TASK_MESSAGES)
    if filled.form is None:
        return await _task_page(request, session, case, filled.values, errors=filled.errors)
    try:
        await handling.add_task(session, report_id, _id_in(values), filled.form, member.name)
    except GoneChoice as gone:
        return await _task_page(request, session, case, values, errors={gone.field: str(TASK_MESSAGES[gone.field])})
    except CaseEnded:
        return _back(request, report_id, ENDED)
    return _back(request, report_id, "Opgeslagen. De taak is toegevoegd.")


@router.get(ONE)
async def show(request: Request, report_id: UUID, task_id: UUID, _member: MayDecide, session: Session) -> Response:
    """One task, to be changed."""
    case, task = await _found(session, report_id, task_id)
    return await _task_page(request, session, case, values_of(task.model_dump()), task)


@router.post(ONE)
async def change(request: Request, report_id: UUID, task_id: UUID, member: MayDecide, session: Session) -> Response:
    """Save one task; who saves after somebody else sees how it stands, and their own text."""
    case, task = await _found(session, report_id, task_id, removed=True)
    filled = await check_typed(request, await posted(request), TaskForm, TASK_MESSAGES)
    if filled.form is None:
        return await _task_page(request, session, case, filled.values, task, errors=filled.errors)
    try:
        await handling.change_task(session, report_id, task_id, filled.form, member.name)
    except TaskChanged:
        typed = filled.values.without(["version"]).over(values_of({"version": task.version}))
        return await _task_page(request, session, case, typed, task, status=409)
    except GoneChoice as gone:
        errors = {gone.field: str(TASK_MESSAGES[gone.field])}
        return await _task_page(request, session, case, filled.values, task, errors=errors)
    except CaseEnded:
        return _back(request, report_id, ENDED)
    return _back(request, report_id, "Opgeslagen. De taak is veranderd.")


@router.post(f"{ONE}/klaar")
async def finish(request: Request, report_id: UUID, task_id: UUID, member: MayDecide, session: Session) -> Response:
    """A task is done."""
    done = handling.finish_task(session, report_id, task_id, member.name, done=True)
    return _back(request, report_id, await _said(done, "De taak is klaar."))


@router.post(f"{ONE}/open")
async def reopen(request: Request, report_id: UUID, task_id: UUID, member: MayDecide, session: Session) -> Response:
    """A task has to be done after all."""
    done = handling.finish_task(session, report_id, task_id, member.name, done=False)
    return _back(request, report_id, await _said(done, "De taak staat weer open."))


@router.post(f"{ONE}/weg")
async def remove(request: Request, report_id: UUID, task_id: UUID, member: MayDecide, session: Session) -> Response:
    """Take a task away; the message that says so undoes it."""
    done = handling.keep_task(session, report_id, task_id, member.name, kept=False)
    undo = Undo(f"{ONE.format(report_id=report_id, task_id=task_id)}/terug")
    return _back(request, report_id, await _said(done, "De taak is weg."), undo)


@router.post(f"{ONE}/terug")
async def bring_back(request: Request, report_id: UUID, task_id: UUID, member: MayDecide, session: Session) -> Response:
    """Put a task back."""
    done = handling.keep_task(session, report_id, task_id, member.name, kept=True)
    return _back(request, report_id, await _said(done, "De taak staat er weer."))


async def _said(done: Awaitable[bool], said: str) -> str:
    try:
        return said if await done else NO_NEWS
    except CaseEnded:
        return ENDED
    except LookupError:
        raise _gone() from None


def _back(request: Request, report_id: UUID, said: str, undo: Undo | None = None) -> Response:
    undo = None if said in (ENDED, NO_NEWS) else undo
    # What offers to undo stands at the top of the page.
    return see_other_saying(request, f"{QUEUE}/{report_id}{'' if undo else '#taken'}", said, undo)


def _gone() -> NotFound:
    return NotFound("Deze taak bestaat niet (meer).")


async def _found(session: Session, report_id: UUID, task_id: UUID, *, removed: bool = False) -> tuple[Case, Task]:
    case, task = await case_or_not_found(session, report_id), await tasks.one(session, report_id, task_id)
    if task is None or (task.removed_at and not removed):
        raise _gone()
    return case, task


async def _task_page(
    request: Request,
    session: Session,
    case: Case,
    values: Values,
    task: Task | None = None,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The form of a task: a new one, or one that somebody else changed meanwhile (409)."""
    if not takes_tasks(case):
        return _back(request, case.report_id, ENDED)
    colleagues = await people.colleagues(session)
    owner = shown(task, colleagues).owner if task else ""
    return page(
        request,
        "triage/task.html",
        status=422 if errors else status,
        case=case,
        task=task,
        rows=_rows(task, owner) if task and status == 409 else [],
        handlers=people.choices(colleagues),
        values=values,
        errors=errors or {},
        longest=LONGEST_TASK,
    )


def _rows(task: Task, owner: str) -> Sequence[tuple[str, str]]:
    stands = "Weggehaald" if task.removed_at else f"Klaar, door {task.done_by}" if task.done_at else "Nog te doen"
    rows = [("Wat moet er gebeuren?", task.what), ("Wie doet het?", owner)]
    return [*rows, ("Wanneer is het klaar?", date_text(task.due_on)), ("Stand", stands)]


def _id_in(values: Values) -> UUID:
    try:
        return UUID(values["id"])
    except ValueError:
        return new_id()

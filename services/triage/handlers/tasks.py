"""What still has to be done for a report: added, changed, ticked off and taken away, also once it is decided about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import TASK, TASK_BACK, TASK_CHANGED, TASK_DONE, TASK_GONE, TASK_OPEN, State
from services.triage.forms import TaskForm
from services.triage.handlers.decisions import GoneChoice
from services.triage.repository import people, tasks
from services.triage.repository.people import Colleague
from services.triage.tables import Case, Task
from shared import clock
from shared.contracts.words import GONE
from shared.dutch import date_text
from shared.history import write_down


class CaseEnded(Exception):
    """The report was erased or taken back: nothing has to be done for it any more."""


class TaskChanged(Exception):
    """Somebody else changed the task after this member opened it."""


def takes_tasks(case: Case) -> bool:
    """Whether anything can still be done for this report."""
    return case.state != State.WITHDRAWN and case.title != GONE


async def add_task(session: AsyncSession, report_id: UUID, task_id: UUID, form: TaskForm, by: str) -> None:
    """Add a task; the form's own id makes that sending it twice adds one.

    Raises LookupError, CaseEnded, or GoneChoice for who does not decide about cases.
    """
    case = await _held(session, report_id)
    colleagues = await people.colleagues(session)
    task = Task(id=task_id, report_id=report_id, **_content(form, colleagues))
    if await tasks.add(session, task):
        await _note(session, case, task, by, f"{TASK} {_called(task, colleagues)}.")


async def change_task(session: AsyncSession, report_id: UUID, task_id: UUID, form: TaskForm, by: str) -> None:
    """Save a task anew; one that was taken away meanwhile is back. Raises as `add_task`, and TaskChanged."""
    case, task = await _held_task(session, report_id, task_id)
    colleagues = await people.colleagues(session)
    content = _content(form, colleagues)
    if task.version != form.version:
        raise TaskChanged
    before = _called(task, colleagues)
    task.sqlmodel_update({**content, "removed_at": None, "version": task.version + 1})
    await _note(session, case, task, by, f"{TASK_CHANGED} {_called(task, colleagues)}. Eerst: {before}.")


async def finish_task(session: AsyncSession, report_id: UUID, task_id: UUID, by: str, *, done: bool) -> bool:
    """Say that a task is done, or has to be done after all; whether that is news. Raises LookupError, CaseEnded."""
    case, task = await _held_task(session, report_id, task_id)
    if task.removed_at or (task.done_at is not None) == done:
        return False
    task.done_at, task.done_by = (clock.now(), by) if done else (None, None)
    task.version += 1
    await _note(session, case, task, by, f"{TASK_DONE if done else TASK_OPEN} ‘{task.what}’.")
    return True


async def keep_task(session: AsyncSession, report_id: UUID, task_id: UUID, by: str, *, kept: bool) -> bool:
    """Take a task away, or put it back; whether that is news. Raises LookupError, CaseEnded."""
    case, task = await _held_task(session, report_id, task_id)
    if (task.removed_at is None) == kept:
        return False
    task.removed_at = None if kept else clock.now()
    task.version += 1
    await _note(session, case, task, by, f"{TASK_BACK if kept else TASK_GONE} ‘{task.what}’.")
    return True


async def _held(session: AsyncSession, report_id: UUID) -> Case:
    case = await repository.lock_case(session, report_id)
    if case is None:
        raise LookupError(report_id)
    if not takes_tasks(case):
        raise CaseEnded
    return case


async def _held_task(session: AsyncSession, report_id: UUID, task_id: UUID) -> tuple[Case, Task]:
    case = await _held(session, report_id)
    task = await tasks.one(session, report_id, task_id)
    if task is None:
        raise LookupError(task_id)
    return case, task


def _content(form: TaskForm, colleagues: Mapping[UUID, Colleague]) -> dict[str, Any]:
    owner = colleagues.get(form.owner_id)
    if owner is None or not owner.handles:
        raise GoneChoice("owner_id")
    return form.model_dump(exclude={"version"})


def _called(task: Task, colleagues: Mapping[UUID, Colleague]) -> str:
    owner = colleagues.get(task.owner_id)
    return f"‘{task.what}’, door {owner.name if owner else 'een collega'}, uiterlijk {date_text(task.due_on)}"


async def _note(session: AsyncSession, case: Case, task: Task, by: str, said: str) -> None:
    case.changed_at = clock.now()
    await write_down(session, case.report_id, by, said, topic=str(task.id), internal=True)

"""Who is around a rule and what has to be done: organisations move on the grid, tasks are done."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.forms import PlaceForm
from services.research.handlers.entries import change_columns
from services.research.handlers.held import UnknownDossier, held, record
from services.research.kinds import KINDS, Part
from services.research.repository import entries
from services.research.tables import Task
from shared import clock


async def move_stakeholder(session: AsyncSession, reference: str, entry_id: UUID, form: PlaceForm, who: str) -> None:
    """Say where an organisation stands now. Raises UnknownDossier, ChangedMeanwhile."""
    place = {"influence": form.influence, "stance": form.stance.value}
    await change_columns(session, reference, KINDS[Part.STAKEHOLDERS], entry_id, form.version, place, who)


async def finish_task(session: AsyncSession, reference: str, entry_id: UUID, who: str, *, done: bool) -> bool:
    """Say that a task is done, or has to be done after all; whether that is news. Raises UnknownDossier."""
    dossier = await held(session, reference)
    task = await entries.entry(session, Task, dossier.id, entry_id)
    if task is None:
        raise UnknownDossier(f"no task {entry_id}")
    if (task.done_at is not None) == done:
        return False
    task.done_at, task.done_by = (clock.now(), who) if done else (None, None)
    text = f"{'Klaar' if done else 'Toch niet klaar'}: {task.what}"
    await record(session, dossier, who, text, Section.TASK, entry_id)
    return True

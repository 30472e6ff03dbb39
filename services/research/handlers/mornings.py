"""When a working day begins: what a member has to do for dossiers."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.repository import dossiers, round_tables, tasks
from shared import clock
from shared.contracts.accounts import MorningBegunV1
from shared.contracts.mornings import MOST, MoveAfter
from shared.contracts.research import DossierBack, MeetingToday, TaskListMadeV1, WaitingTask
from shared.messaging import outbox


async def list_tasks(session: AsyncSession, fact: MorningBegunV1) -> None:
    """Say what waits for this member; nothing of a day that is over."""
    if fact.day != clock.today():
        return
    mine = await tasks.open_tasks_of(session, fact.member_id)
    due = [WaitingTask(dossier_id=dossier.id, due_on=task.due_on) for task, dossier in mine if task.due_on <= fact.day]
    meetings = [
        MeetingToday(dossier_id=dossier.id, starts_at=meeting.starts_at)
        for meeting, dossier in await round_tables.on_day(session, fact.day, fact.member_id)
    ]
    back = [
        DossierBack(dossier_id=dossier.id, because=MoveAfter.parse(dossier.came_back))
        for dossier in await dossiers.came_back(session, fact.member_id)
    ]
    made = TaskListMadeV1(
        list_id=fact.list_id,
        tasks=tuple(due[:MOST]),
        tasks_in_all=len(due),
        meetings=tuple(meetings[:MOST]),
        dossiers=tuple(back[:MOST]),
        dossiers_in_all=len(back),
    )
    await outbox.add(session, made)

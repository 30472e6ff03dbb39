"""When a working day begins: which reports and tasks wait for a member."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import waits_because
from services.triage.repository import mornings, people, tasks
from shared import clock
from shared.contracts.accounts import MorningBegunV1
from shared.contracts.mornings import MOST
from shared.contracts.triage import CaseListMadeV1, LateOfAbsent, WaitingCase, WaitingCaseTask
from shared.messaging import outbox


async def list_cases(session: AsyncSession, fact: MorningBegunV1) -> None:
    """Say what waits for this member; nothing of a day that is over."""
    if fact.day != clock.today():
        return
    mine = [
        WaitingCase(report_id=case.report_id, because=because)
        for case in await mornings.waiting_for(session, fact.member_id)
        if (because := waits_because(case.due_on, fact.day, reaction=case.has_news, came_back=bool(case.came_back)))
    ]
    nobodys, late = await mornings.count_nobodys(session, fact.day)
    absent = await people.absent_with(session, fact.member_id)
    late_of = await mornings.count_late(session, absent, fact.day) if absent else {}
    due = [
        WaitingCaseTask(report_id=task.report_id, due_on=task.due_on)
        for task, _ in await tasks.open_of(session, fact.member_id, until=fact.day)
    ]
    made = CaseListMadeV1(
        list_id=fact.list_id,
        cases=tuple(mine[:MOST]),
        cases_in_all=len(mine),
        nobodys=nobodys,
        nobodys_late=late,
        stands_in_for=tuple(LateOfAbsent(member_id=one, late=late_of[one]) for one in absent if one in late_of),
        case_tasks=tuple(due[:MOST]),
        case_tasks_in_all=len(due),
    )
    await outbox.add(session, made)

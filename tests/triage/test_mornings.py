"""Which reports wait for a member when a working day begins."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from services.triage.domain import waits_because
from services.triage.repository import tasks
from services.triage.subscribers import facts
from services.triage.tables import Task
from shared import clock
from shared.contracts.accounts import MemberChangedV1, MorningBegunV1
from shared.contracts.mornings import WaitsBecause
from shared.contracts.triage import CaseListMadeV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from tests.facts import deliver, said
from tests.triage.queueing import in_queue

MONDAY, SANNE = date(2026, 11, 23), new_id()
BEGINS = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_on", "reaction", "came_back", "because"),
    [
        (date(2026, 11, 20), True, True, WaitsBecause.LATE),
        (MONDAY, True, True, WaitsBecause.TODAY),
        (date(2026, 11, 24), True, True, WaitsBecause.REACTION),
        (date(2026, 11, 24), False, True, WaitsBecause.CAME_BACK),
        (date(2026, 11, 24), False, False, None),
    ],
)
def test_a_case_is_on_the_list_for_the_first_reason_that_holds(
    due_on: date, reaction: bool, came_back: bool, because: WaitsBecause | None
) -> None:
    assert waits_because(due_on, MONDAY, reaction=reaction, came_back=came_back) is because


async def test_what_waits_for_a_member_is_said_in_ids_and_counts(databases: Callable[[str], Database]) -> None:
    triage = databases("triage")
    mine = {"assigned_to": SANNE}
    with clock.frozen(BEGINS):
        late = await in_queue(triage, 1, {**mine, "due_on": date(2026, 11, 19)})
        today = await in_queue(triage, 2, {**mine, "due_on": MONDAY})
        await in_queue(triage, 3, {**mine, "due_on": date(2026, 11, 30)})
        await in_queue(triage, 4, {**mine, "due_on": date(2026, 11, 19), "state": "question_open"})
        await in_queue(triage, 5, {"due_on": date(2026, 11, 19)})
        await in_queue(triage, 6, {"due_on": date(2026, 11, 30)})
        begun = MorningBegunV1(list_id=new_id(), member_id=SANNE, day=MONDAY)
        await deliver(triage, facts, begun)
        await deliver(triage, facts, begun.model_copy(update={"list_id": new_id(), "day": date(2026, 11, 20)}))
    (made,) = [one for one in await said(triage) if isinstance(one, CaseListMadeV1)]
    assert made.list_id == begun.list_id
    assert [(one.report_id, one.because) for one in made.cases] == [
        (late, WaitsBecause.LATE),
        (today, WaitsBecause.TODAY),
    ]
    assert (made.cases_in_all, made.nobodys, made.nobodys_late) == (2, 2, 1)


async def test_who_stands_in_hears_how_much_is_late_of_who_is_away(databases: Callable[[str], Database]) -> None:
    triage, mo, noor, fatma = databases("triage"), new_id(), new_id(), new_id()
    away = ((mo, date(2026, 12, 3), SANNE), (noor, MONDAY, SANNE), (fatma, date(2026, 12, 3), mo))
    with clock.frozen(BEGINS):
        for number, (member_id, back_on, stand_in_id) in enumerate(away, start=1):
            told = {"member_id": member_id, "revision": 1, "name": "Iemand", "role": Role.RESEARCHER, "active": True}
            told |= {"back_on": back_on, "stand_in_id": stand_in_id}
            await deliver(triage, facts, MemberChangedV1.model_validate(told))
            await in_queue(triage, number, {"due_on": date(2026, 11, 19), "assigned_to": member_id})
            await in_queue(triage, number + 10, {"due_on": date(2026, 11, 30), "assigned_to": member_id})
        await deliver(triage, facts, MorningBegunV1(list_id=new_id(), member_id=SANNE, day=MONDAY))
    (made,) = [one for one in await said(triage) if isinstance(one, CaseListMadeV1)]
    assert [(one.member_id, one.late) for one in made.stands_in_for] == [(mo, 1)]


async def test_what_a_member_has_to_do_for_reports_by_that_day_is_said_without_its_words(
    databases: Callable[[str], Database],
) -> None:
    triage = databases("triage")
    days = (MONDAY, date(2026, 11, 24), date(2026, 11, 20))
    with clock.frozen(BEGINS):
        report_id = await in_queue(triage, 1)
        async with triage.transaction() as session:
            for day in days:
                await tasks.add(session, Task(id=new_id(), report_id=report_id, what="Bel", owner_id=SANNE, due_on=day))
        await deliver(triage, facts, MorningBegunV1(list_id=new_id(), member_id=SANNE, day=MONDAY))
    (made,) = [one for one in await said(triage) if isinstance(one, CaseListMadeV1)]
    assert [(one.report_id, one.due_on) for one in made.case_tasks] == [(report_id, days[2]), (report_id, days[0])]
    assert made.case_tasks_in_all == 2

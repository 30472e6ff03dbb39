"""What happens to a case because nobody did anything."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from deploy.services import jobs_of
from services.triage.domain import Decision
from services.triage.handlers import terms
from services.triage.subscribers import facts
from shared import clock
from shared.contracts.triage import QuestionRemindedV1, ReportDelayedV1, ReportReturnedV1
from shared.contracts.vocabulary import ReturnReason
from shared.database import Database
from tests.builders import an_answer_given
from tests.facts import deliver, said
from tests.triage.waiting import (
    CLOSE,
    PARTY,
    QUESTION,
    a_case,
    asked,
    at,
    case_of,
    decided,
    every_hour,
    log_of,
    question_of,
    sent_elsewhere,
    time_is,
    told,
)

FRIDAY = date(2026, 11, 20)
LAST_DAY = date(2026, 12, 4)  # a Friday, so that the term ends on Monday
MONDAY = date(2026, 12, 7)


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


async def test_a_reporter_is_reminded_after_a_week_and_after_two_the_case_is_back(triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY, 16))
    happened = await every_hour(triage, at(FRIDAY, 16), days=20)
    assert happened["QuestionRemindedV1"] == datetime(2026, 11, 27, 7, tzinfo=UTC)
    assert happened["ReportReturnedV1"] == datetime(2026, 12, 7, 7, tzinfo=UTC)
    (reminded,), (returned,) = await told(triage, QuestionRemindedV1), await told(triage, ReportReturnedV1)
    question_id = await question_of(triage)
    assert (reminded.question_id, reminded.answer_by, reminded.asked_at) == (question_id, LAST_DAY, at(FRIDAY, 16))
    assert (returned.why, returned.question_id, returned.answer_by) == (
        ReturnReason.NO_ANSWER, question_id, date(2026, 12, 14),
    )  # fmt: skip
    case = await case_of(triage, report_id)
    assert (case.state, case.next_actor, case.reaction, case.due_on) == ("new", "team", False, date(2026, 12, 14))
    assert "De melder heeft niet geantwoord. De melding staat weer in de wachtrij." in await log_of(triage, report_id)


@pytest.mark.parametrize(
    ("asked_on", "reminded", "returned"),
    [
        # Both terms end in the Christmas days: 25 and 26 December, a Friday and a Saturday.
        (date(2026, 12, 11), datetime(2026, 12, 18, 7, tzinfo=UTC), datetime(2026, 12, 28, 7, tzinfo=UTC)),
        (date(2026, 12, 18), datetime(2026, 12, 28, 7, tzinfo=UTC), datetime(2027, 1, 4, 7, tzinfo=UTC)),
        # Summer time begins and ends: it is eight o'clock in Amsterdam all the same.
        (date(2027, 3, 22), datetime(2027, 3, 30, 6, tzinfo=UTC), datetime(2027, 4, 6, 6, tzinfo=UTC)),
        (date(2026, 10, 19), datetime(2026, 10, 26, 7, tzinfo=UTC), datetime(2026, 11, 3, 7, tzinfo=UTC)),
        # A leap day counts as any other.
        (date(2028, 2, 22), datetime(2028, 2, 29, 7, tzinfo=UTC), datetime(2028, 3, 8, 7, tzinfo=UTC)),
    ],
)
async def test_terms_end_at_eight_on_a_working_day(
    triage: Database, asked_on: date, reminded: datetime, returned: datetime
) -> None:
    report_id = await asked(triage, at(asked_on, 23.5))
    case = await case_of(triage, report_id)
    assert (case.remind_at, case.term_at) == (reminded, returned)
    for moment, kind in ((reminded, QuestionRemindedV1), (returned, ReportReturnedV1)):
        await time_is(triage, moment - timedelta(minutes=1))
        assert await told(triage, kind) == []
        await time_is(triage, moment)
        assert len(await told(triage, kind)) == 1


@pytest.mark.parametrize("hour", [0, 3, 7.9, 20, 23.9])
async def test_nothing_happens_at_night(triage: Database, hour: float) -> None:
    await asked(triage, at(FRIDAY))
    await time_is(triage, at(MONDAY + timedelta(days=2), hour))
    assert await told(triage, ReportReturnedV1) == []


async def test_a_clock_that_jumps_an_hour_does_nothing_early_and_nothing_twice(triage: Database) -> None:
    await asked(triage, at(FRIDAY))
    # An hour fast at half past eleven on the last day: the day is over on the clock, not for the reporter.
    await time_is(triage, at(LAST_DAY, 23.5) + timedelta(hours=1))
    assert await told(triage, ReportReturnedV1) == []
    await time_is(triage, at(MONDAY, 8))
    before = len(await said(triage))
    for hours in (-1, 1, -1, 0):
        await time_is(triage, at(MONDAY, 9) + timedelta(hours=hours))
    assert len(await told(triage, ReportReturnedV1)) == 1
    assert len(await said(triage)) == before


async def test_two_workers_at_once_bring_a_case_back_once(triage: Database) -> None:
    report_ids = [await asked(triage, at(FRIDAY)) for _ in range(1)]
    await asyncio.gather(*(time_is(triage, at(MONDAY)) for _ in range(8)))
    assert [fact.report_id for fact in await told(triage, ReportReturnedV1)] == report_ids
    assert (await case_of(triage, report_ids[0])).version == 3


async def test_a_case_somebody_holds_is_passed_over_and_acted_on_later(triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY))
    with clock.frozen(at(MONDAY)):
        async with triage.transaction() as session:
            assert await terms.act_on_next(session)
            await time_is(triage, at(MONDAY))
            assert await told(triage, ReportReturnedV1) == []
            await session.rollback()
    await time_is(triage, at(MONDAY))
    assert (await case_of(triage, report_id)).state == "new"


async def test_a_question_overtaken_by_a_decision_is_not_reminded_of(triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY))
    with clock.frozen(at(FRIDAY, 17)):
        await decided(triage, report_id, Decision.CLOSE, CLOSE)
    before = await said(triage)
    await every_hour(triage, at(FRIDAY, 18), days=20)
    assert await said(triage) == before
    assert (await case_of(triage, report_id)).state == "closed"


async def test_an_answered_question_is_not_reminded_of(triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY))
    with clock.frozen(at(FRIDAY, 17)):
        await deliver(triage, facts, an_answer_given(report_id=report_id, question_id=await question_of(triage)))
    await time_is(triage, at(date(2026, 11, 27)))
    assert await told(triage, QuestionRemindedV1) == []


async def test_a_late_answer_is_attached_and_shown_as_new(triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY))
    await time_is(triage, at(MONDAY))
    answer = an_answer_given(report_id=report_id, question_id=await question_of(triage), text="Bij twee.")
    with clock.frozen(at(date(2026, 12, 9))):
        await deliver(triage, facts, answer, times=2)
    case = await case_of(triage, report_id)
    assert (case.state, case.reaction, case.came_back, case.due_on) == ("new", True, None, date(2026, 12, 16))
    assert (await log_of(triage, report_id))[0] == "Bij twee."


async def test_an_answer_to_an_earlier_question_leaves_the_later_one_out(triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY))
    first = await question_of(triage)
    with clock.frozen(at(FRIDAY, 17)):
        await decided(triage, report_id, Decision.QUESTION, QUESTION.model_copy(update={"version": 2}))
        await deliver(triage, facts, an_answer_given(report_id=report_id, question_id=first))
    assert (await case_of(triage, report_id)).state == "question_open"


async def test_after_a_long_standstill_nobody_is_reminded_of_what_is_over(triage: Database) -> None:
    await asked(triage, at(FRIDAY))
    await time_is(triage, at(date(2027, 1, 12), 14))
    assert len(await told(triage, ReportReturnedV1)) == 1
    assert await told(triage, QuestionRemindedV1) == []


async def test_a_first_answer_that_is_late_is_told_once_with_a_new_day(triage: Database) -> None:
    with clock.frozen(at(date(2026, 12, 16))):
        report_id = await a_case(triage, answer_by=date(2026, 12, 23))
    happened = await every_hour(triage, at(date(2026, 12, 22), 0), days=20)
    assert happened["ReportDelayedV1"] == datetime(2026, 12, 24, 7, tzinfo=UTC)
    (delayed,) = await told(triage, ReportDelayedV1)
    assert (delayed.promised_on, delayed.answer_by) == (date(2026, 12, 23), date(2027, 1, 4))
    case = await case_of(triage, report_id)
    assert (case.state, case.due_on, case.delayed_to) == ("new", date(2026, 12, 23), date(2027, 1, 4))


async def test_a_decision_in_time_is_never_called_late(triage: Database) -> None:
    await asked(triage, at(FRIDAY))
    await time_is(triage, at(date(2026, 11, 30)))
    assert await told(triage, ReportDelayedV1) == []


async def test_what_another_body_works_on_is_checked_on_its_day(triage: Database) -> None:
    report_id = await sent_elsewhere(triage, at(FRIDAY), check_on=date(2027, 1, 15))
    await time_is(triage, at(date(2027, 1, 15), 7.9))
    assert (await case_of(triage, report_id)).state == "elsewhere"
    await time_is(triage, at(date(2027, 1, 15), 8))
    (returned,) = await told(triage, ReportReturnedV1)
    assert (returned.why, returned.party_id, returned.party_name) == (
        ReturnReason.CHECK_DUE, PARTY.party_id, PARTY.name,
    )  # fmt: skip
    case = await case_of(triage, report_id)
    assert (case.state, case.came_back, case.due_on) == ("new", "check_due", date(2027, 1, 22))
    assert PARTY.name in (await log_of(triage, report_id))[0]


async def test_a_check_day_in_a_holiday_is_done_on_the_next_working_day(triage: Database) -> None:
    report_id = await sent_elsewhere(triage, at(FRIDAY), check_on=date(2026, 12, 25))
    assert (await case_of(triage, report_id)).term_at == datetime(2026, 12, 28, 7, tzinfo=UTC)


def test_the_worker_looks_what_is_due() -> None:
    assert [job.name for service in ("triage", "escalation") for job in jobs_of(service)] == ["act-on-terms"] * 2

"""Cases that waited before terms ended by themselves get their moments too."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from services.triage.tables import Case
from shared import clock
from shared.database import Database
from tests.statements import execute, statements_of
from tests.triage.waiting import PARTY, a_case, asked, at, case_of, handed_over, question_of, sent_elsewhere

FILL_IN = statements_of("triage", "0003_terms", "SAID_LAST", "WHAT_IT_IS_ABOUT", "OPEN_QUESTIONS", "WHEN")
FORGET = """update cases set question_id = null, party_id = null, handover_id = null, decided_at = null,
    answer_by = null, remind_at = null, term_at = null"""


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


async def filled_in(triage: Database) -> None:
    await execute(triage, [FORGET, *FILL_IN])


def eight_on(day: date) -> datetime:
    return at(day, 8)


def waiting(case: Case) -> tuple[date | None, datetime | None, datetime | None]:
    return case.answer_by, case.remind_at, case.term_at


async def test_an_open_question_gets_its_reminder_and_its_end(triage: Database) -> None:
    today = clock.today()
    report_id = await asked(triage, clock.now())
    await filled_in(triage)
    case = await case_of(triage, report_id)
    last = today + timedelta(days=14)
    assert waiting(case) == (last, eight_on(today + timedelta(days=7)), eight_on(last + timedelta(days=1)))
    assert (case.question_id, case.decided_at) == (await question_of(triage), case.changed_at)


async def test_a_question_long_over_is_reminded_of_first_and_gets_a_week(triage: Database) -> None:
    asked_on, last = clock.today() - timedelta(days=40), clock.today() + timedelta(days=7)
    report_id = await asked(triage, at(asked_on))
    await filled_in(triage)
    case = await case_of(triage, report_id)
    assert waiting(case) == (last, eight_on(asked_on + timedelta(days=7)), eight_on(last + timedelta(days=1)))


async def test_a_case_elsewhere_is_checked_on_the_day_that_was_chosen(triage: Database) -> None:
    day = clock.today() + timedelta(days=30)
    report_id = await sent_elsewhere(triage, clock.now(), check_on=day)
    await filled_in(triage)
    case = await case_of(triage, report_id)
    assert (case.party_id, case.term_at) == (PARTY.party_id, eight_on(day))


async def test_a_new_case_gets_its_deadline_and_a_case_handed_over_its_body(triage: Database) -> None:
    new, over = await a_case(triage, reference="RW-26-0009", answer_by=date(2026, 11, 26)), await handed_over(triage)
    await filled_in(triage)
    assert (await case_of(triage, new)).term_at == eight_on(date(2026, 11, 27))
    case = await case_of(triage, over)
    assert (case.party_id, case.term_at) == (PARTY.party_id, None)

"""Four and twelve weeks after a report was solved its reporter is asked whether it really is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, text, update
from sqlmodel import col

from services.intake import domain
from services.intake.handlers import checks
from services.intake.subscribers import facts
from services.intake.tables import OutcomeCheck, Report
from shared import clock
from shared.contracts.intake import CheckFellDueV1
from shared.contracts.vocabulary import CheckAnswer, NextActor
from shared.database import Database
from tests.facts import deliver, said
from tests.intake.ended import CLOSED_AT, a_notice, an_ended_report, checked

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
FIRST = datetime(2026, 11, 5, 7, tzinfo=UTC)
SECOND = datetime(2026, 12, 31, 7, tzinfo=UTC)
AGREEMENT = {"public_status": "Er is al een afspraak", "next_actor": NextActor.REPORTER, "next_actor_name": "Jij"}


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as opened:
        yield opened


async def _weeks(database: Database) -> list[int]:
    return [fact.weeks for fact in await said(database) if isinstance(fact, CheckFellDueV1)]


@pytest.mark.parametrize("ending", [{}, AGREEMENT], ids=["solved", "an agreement"])
async def test_it_is_asked_after_four_and_twelve_weeks_and_once(
    client: httpx.AsyncClient, intake: Database, ending: dict[str, Any]
) -> None:
    await an_ended_report(client, intake, **ending)
    early = timedelta(minutes=1)
    moments = [FIRST - early, FIRST, FIRST + early, SECOND - early, SECOND, SECOND + timedelta(weeks=4)]
    asked = []
    for moment in moments:
        await checked(intake, moment)
        asked.append(await _weeks(intake))
    assert asked == [[], [4], [4], [4], [4, 12], [4, 12]]
    fact = (await said(intake))[-1]
    assert isinstance(fact, CheckFellDueV1)
    assert fact.public_status == ending.get("public_status", "Opgelost")


async def test_nobody_is_mailed_at_night(client: httpx.AsyncClient, intake: Database) -> None:
    await an_ended_report(client, intake)
    night = FIRST + timedelta(hours=15)
    await checked(intake, night)
    assert await _weeks(intake) == []
    await checked(intake, FIRST + timedelta(days=1))
    assert await _weeks(intake) == [4]


async def test_after_a_long_standstill_one_question_is_enough(client: httpx.AsyncClient, intake: Database) -> None:
    await an_ended_report(client, intake)
    await checked(intake, SECOND + timedelta(days=1))
    assert await _weeks(intake) == [12]


async def test_two_workers_ask_once(client: httpx.AsyncClient, intake: Database) -> None:
    for _ in range(6):
        await an_ended_report(client, intake)
    await asyncio.gather(*(checked(intake, FIRST) for _ in range(2)))
    assert await _weeks(intake) == [4] * 6


async def test_a_notice_heard_twice_plans_once(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, _ = await an_ended_report(client, intake)
    await deliver(intake, facts, a_notice(report_id, title="Nog eens", changes_standing=False))
    async with intake.transaction() as session:
        planned = (await session.scalars(select(col(OutcomeCheck.weeks)))).all()
    assert sorted(planned) == [4, 12]


async def test_what_we_told_about_the_first_check_does_not_stop_the_second(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, _ = await an_ended_report(client, intake)
    await checked(intake, FIRST)
    await deliver(intake, facts, a_notice(report_id, happened_at=FIRST, title="Echt?", changes_standing=False))
    await checked(intake, SECOND)
    assert await _weeks(intake) == [4, 12]


@pytest.mark.parametrize(
    ("answer", "asked"),
    [(CheckAnswer.YES, [4, 12]), (CheckAnswer.A_LITTLE, [4, 12]), (CheckAnswer.NO, [])],
    ids=lambda value: str(value),
)
async def test_time_must_show_whether_a_yes_lasts_and_a_no_is_enough(
    client: httpx.AsyncClient, intake: Database, answer: CheckAnswer, asked: list[int]
) -> None:
    report_id, _ = await an_ended_report(client, intake)
    with clock.frozen(CLOSED_AT + timedelta(hours=1)):
        async with intake.transaction() as session:
            await checks.answer_check(session, report_id, answer, None)
    await checked(intake, FIRST)
    await checked(intake, SECOND)
    assert await _weeks(intake) == asked


async def test_who_answered_this_week_is_left_alone(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, _ = await an_ended_report(client, intake)
    with clock.frozen(FIRST - timedelta(days=2)):
        async with intake.transaction() as session:
            await checks.answer_check(session, report_id, CheckAnswer.YES, None)
    await checked(intake, FIRST)
    assert await _weeks(intake) == []


@pytest.mark.parametrize("status", ["In onderzoek", "Gesloten"])
async def test_a_report_that_is_no_longer_solved_is_not_checked(
    client: httpx.AsyncClient, intake: Database, status: str
) -> None:
    report_id, _ = await an_ended_report(client, intake)
    later = a_notice(report_id, public_status=status, happened_at=CLOSED_AT + timedelta(days=2))
    await deliver(intake, facts, later)
    await checked(intake, FIRST)
    assert await _weeks(intake) == []


async def test_solved_anew_the_weeks_start_anew(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, _ = await an_ended_report(client, intake)
    for days, status in ((2, "In onderzoek"), (14, "Opgelost")):
        happened_at = CLOSED_AT + timedelta(days=days)
        await deliver(intake, facts, a_notice(report_id, public_status=status, happened_at=happened_at))
    for moment in (FIRST, FIRST + timedelta(days=14)):
        await checked(intake, moment)
    assert await _weeks(intake) == [4]


async def test_an_older_notice_heard_late_undoes_nothing(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, _ = await an_ended_report(client, intake)
    earlier = a_notice(report_id, public_status="In onderzoek", happened_at=CLOSED_AT - timedelta(days=2))
    await deliver(intake, facts, earlier)
    await checked(intake, FIRST)
    assert await _weeks(intake) == [4]


@pytest.mark.parametrize("mark", ["erased_at", "pseudonymised_at"])
async def test_whom_nobody_knows_any_more_is_not_asked(client: httpx.AsyncClient, intake: Database, mark: str) -> None:
    await an_ended_report(client, intake)
    async with intake.transaction() as session:
        await session.execute(update(Report).values({mark: CLOSED_AT}))
    await checked(intake, FIRST)
    assert await _weeks(intake) == []


async def test_the_weeks_are_settings(
    client: httpx.AsyncClient, intake: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_FIRST_CHECK_WEEKS", "2")
    monkeypatch.setenv("INTAKE_SECOND_CHECK_WEEKS", "3")
    await an_ended_report(client, intake)
    for weeks in (2, 3):
        await checked(intake, domain.check_due(CLOSED_AT, weeks))
    assert await _weeks(intake) == [2, 3]


async def test_reports_solved_before_the_checks_existed_get_theirs(client: httpx.AsyncClient, intake: Database) -> None:
    closed_at = clock.now() - timedelta(weeks=5)
    await an_ended_report(client, intake, happened_at=closed_at)
    plan = import_module("services.intake.migrations.0003_checks").PLAN_FOR_CLOSED_REPORTS
    async with intake.transaction() as session:
        await session.execute(delete(OutcomeCheck))
        await session.execute(text(plan))
        (planned,) = (await session.scalars(select(OutcomeCheck))).all()
    local = planned.due_at.astimezone(clock.LOCAL) if planned.due_at else None
    assert planned.weeks == 12
    assert local and (local.date() - clock.local_day(closed_at), local.hour) == (timedelta(weeks=12), 8)

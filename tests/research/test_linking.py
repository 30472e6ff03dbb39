import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.research.reading.dossier import DossierPage, dossier_page
from services.research.subscribers import facts
from shared import clock
from shared.contracts.research import DossierOpenedV1
from shared.database import Database
from shared.database.counters import next_number
from shared.messaging.failures import TooEarly
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.research.facts_heard import TITLE, Databases, a_report_linked, opened_dossier

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


async def the_page(research: Database, reference: str) -> DossierPage:
    async with research.transaction() as session:
        found = await dossier_page(session, reference)
    assert found
    return found


async def test_a_decision_opens_a_dossier_and_says_so(research: Database) -> None:
    with clock.frozen(NOON):
        dossier_id = await opened_dossier(research)
    assert await said(research) == [DossierOpenedV1(dossier_id=dossier_id, reference="D-26-001", title=TITLE)]
    found = await the_page(research, "D-26-001")
    assert [report.practice for report in found.reports] == ["Praktijk 1"]
    assert "Dit zien we vaker." in found.history[-1].text


async def test_a_second_delivery_changes_nothing(research: Database) -> None:
    report = a_report_submitted()
    await deliver(research, facts, report, times=2)
    await deliver(research, facts, a_report_linked(report_id=report.report_id), times=2)
    assert len(await said(research)) == 1


async def test_the_same_decision_in_another_message_opens_no_second_dossier(research: Database) -> None:
    report = a_report_submitted()
    linked = a_report_linked(report_id=report.report_id)
    await deliver(research, facts, report)
    await deliver(research, facts, linked)
    await deliver(research, facts, linked)
    assert len(await said(research)) == 1


async def test_a_report_that_is_not_known_yet_is_too_early(research: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(research, facts, a_report_linked())
    assert await said(research) == []


async def test_joining_a_dossier_that_is_not_known_yet_is_too_early(research: Database) -> None:
    report = a_report_submitted()
    await deliver(research, facts, report)
    joins = a_report_linked(report_id=report.report_id, opens_dossier=False)
    with pytest.raises(TooEarly):
        await deliver(research, facts, joins)
    await deliver(research, facts, joins.model_copy(update={"opens_dossier": True}))
    assert len(await said(research)) == 1


async def test_a_joining_report_adds_its_weight(research: Database) -> None:
    heavier = a_report_submitted(minutes_per_month=210)
    with clock.frozen(NOON):
        await opened_dossier(research, heavier)
    weight = (await the_page(research, "D-26-001")).shown.weight
    assert (weight.reports, weight.practices, weight.minutes_per_month) == (2, 2, 270)


async def test_a_later_decision_moves_a_report_and_an_older_one_does_not(research: Database) -> None:
    report = a_report_submitted()
    first, later = (a_report_linked(report_id=report.report_id) for _ in range(2))
    await deliver(research, facts, report)
    with clock.frozen(NOON.replace(hour=12)):
        await deliver(research, facts, later)
    with clock.frozen(NOON):
        await deliver(research, facts, first)
    assert len((await the_page(research, "D-26-001")).reports) == 1
    assert (await the_page(research, "D-26-002")).reports == []


async def test_references_given_out_at_once_are_all_different(research: Database) -> None:
    reports = [a_report_submitted() for _ in range(6)]
    for report in reports:
        await deliver(research, facts, report)
    with clock.frozen(NOON):
        links = [a_report_linked(report_id=report.report_id) for report in reports]
        await asyncio.gather(*(deliver(research, facts, link) for link in links))
    references = [fact.reference for fact in await said(research) if isinstance(fact, DossierOpenedV1)]
    assert sorted(references) == [f"D-26-00{number}" for number in range(1, 7)]


async def test_each_year_counts_from_one(research: Database) -> None:
    async with research.transaction() as session:
        given = [await next_number(session, year) for year in (2026, 2026, 2027)]
    assert given == [1, 2, 1]


@pytest.mark.parametrize("statement", ["update history set text = 'x'", "delete from history"])
async def test_what_was_done_cannot_be_rewritten(research: Database, statement: str) -> None:
    await opened_dossier(research)
    with pytest.raises(DBAPIError, match="only grows"):
        async with research.transaction() as session:
            await session.execute(text(statement))

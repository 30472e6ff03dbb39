"""The queue and the case say what time will do, and what it did."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest

from services.triage.subscribers import facts
from shared import clock
from shared.database import Database
from tests.browserlike import sign_in_as
from tests.builders import an_answer_given
from tests.facts import deliver
from tests.triage.waiting import PARTY, a_case, asked, at, question_of, sent_elsewhere, time_is

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 12, 7)


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def member(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(at(MONDAY, 12)):
        async with client_for("triage") as client:
            await sign_in_as(client, [triage])
            yield client


async def case_page(member: httpx.AsyncClient, report_id: UUID) -> str:
    return " ".join((await member.get(f"/team/triage/{report_id}")).text.split())


async def queue(member: httpx.AsyncClient, view: str) -> str:
    return (await member.get("/team/triage", params={"lijst": view})).text


async def test_a_case_that_waits_says_when_it_is_back(member: httpx.AsyncClient, triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY))
    page = await case_page(member, report_id)
    assert "De melder krijgt op 27 november een herinnering." in page
    assert "Komt er geen antwoord? Dan staat de melding op 7 december weer in de wachtrij." in page
    assert "Terug op 7 december" in await queue(member, "wacht-op-melder")


async def test_a_case_that_came_back_says_why_until_there_is_news(member: httpx.AsyncClient, triage: Database) -> None:
    report_id = await asked(triage, at(FRIDAY))
    await time_is(triage, at(MONDAY))
    assert "De melder heeft niet geantwoord" in await queue(member, "te-beoordelen")
    assert "Terug in de wachtrij: de melder heeft niet geantwoord" in await case_page(member, report_id)
    await deliver(triage, facts, an_answer_given(report_id=report_id, question_id=await question_of(triage)))
    assert "De melder heeft niet geantwoord" not in await queue(member, "reactie-binnen")
    assert "Terug in de wachtrij" not in await case_page(member, report_id)


async def test_a_check_names_whom_to_ask(member: httpx.AsyncClient, triage: Database) -> None:
    report_id = await sent_elsewhere(triage, at(FRIDAY), check_on=date(2026, 12, 4))
    assert "Op 4 december staat de melding weer in de wachtrij." in await case_page(member, report_id)
    assert "Terug op 4 december" in await queue(member, "afgehandeld")
    await time_is(triage, at(date(2026, 12, 4)))
    assert f"Vraag {PARTY.name} hoe het staat." in await case_page(member, report_id)


async def test_a_late_case_says_what_the_reporter_was_told(member: httpx.AsyncClient, triage: Database) -> None:
    with clock.frozen(at(FRIDAY)):
        report_id = await a_case(triage, answer_by=FRIDAY + timedelta(days=7))
    await time_is(triage, at(date(2026, 11, 30)))
    assert "10 dagen te laat" in await queue(member, "te-beoordelen")
    assert "Wij beloofden bericht op uiterlijk 7 december." in await case_page(member, report_id)

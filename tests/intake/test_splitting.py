"""A report that tells of two rules is split: a second report with the same reporter, once, and both point at it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.intake.handlers import erasing
from services.intake.repository import desk
from services.intake.tables import Report, Reporter
from shared import clock
from shared.contracts.intake import ContactGivenV1, MailsChosenV1, ReportSubmittedV1
from shared.contracts.vocabulary import EraseReason, MailChoice, Role
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.facts import said
from tests.intake.ended import CLOSED_AT, an_ended_report
from tests.intake.filled_in import API_REPORT

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
SECOND = {
    "titel": "Jaarlijkse vragenlijst per patiënt",
    "verhaal": "Daarnaast vraagt de verzekeraar elk jaar een vragenlijst over dezelfde zorg.",
    "waaromSplitsen": "De vragenlijst komt van een ander, uit een andere afspraak.",
}


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor, intake: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as client:
        await sign_in_as(client, [intake], Role.RESEARCHER)
        yield client


async def _sent(client: httpx.AsyncClient, **changes: Any) -> tuple[str, str]:
    """The page to split a report on, and the path of its status page."""
    headers = {"Idempotency-Key": str(new_id())}
    answer = await client.post("/api/v1/meldingen", json=API_REPORT | changes, headers=headers)
    assert answer.status_code == 201, answer.text
    status = "/melding/" + answer.json()["statusUrl"].rpartition("/")[2]
    return status, answer.json()["kenmerk"]


async def _page_of(intake: Database, reference: str) -> str:
    async with intake.transaction() as session:
        report = (await session.scalars(select(Report).where(col(Report.reference) == reference))).one()
    return f"/team/meldingen/{report.id}/splitsen"


def _form(**changes: str) -> dict[str, str]:
    return {**SECOND, "nummer": str(new_id()), "delen": "0", **changes}


async def _reports(intake: Database) -> list[ReportSubmittedV1]:
    return [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)]


async def test_the_second_part_is_a_report_with_the_same_reporter(client: httpx.AsyncClient, intake: Database) -> None:
    status, reference = await _sent(client)
    page = await _page_of(intake, reference)
    done = await post_form(client, page, _form())
    assert (done.status_code, done.headers["location"]) == (303, page)
    first, second = await _reports(intake)
    assert (second.split_from, second.split_reference) == (first.report_id, reference)
    assert (second.split_by, second.split_because) == ("Sanne de Vries", SECOND["waaromSplitsen"])
    assert (second.title, second.story) == (SECOND["titel"], SECOND["verhaal"])
    assert second.reference != reference
    same = ("practice_id", "minutes_per_month", "own_attempts", "imposed_by", "take_part", "by_mail")
    assert [getattr(second, name) for name in same] == [getattr(first, name) for name in same]
    given = [fact for fact in await said(intake) if isinstance(fact, ContactGivenV1)]
    assert given[0].email == given[1].email
    assert given[0].link_token != given[1].link_token
    async with intake.transaction() as session:
        who = [await session.get(Reporter, fact.report_id) for fact in (first, second)]
    assert who[0] is not None
    assert who[1] is not None
    assert (who[0].name, who[0].practice, who[0].email) == (who[1].name, who[1].practice, who[1].email)
    # Both status pages lead to the other, and the team's page to both cases.
    on_first = (await client.get(status)).text
    assert f"Wij maakten melding {second.reference} los van deze" in on_first
    assert f"/melding/{given[1].link_token}" in on_first
    on_second = (await client.get(f"/melding/{given[1].link_token}")).text
    assert f"Wij maakten dit los van je melding {reference}" in on_second
    assert f'href="{status}"' in on_second
    assert SECOND["waaromSplitsen"] not in on_first + on_second
    assert f"/team/triage/{second.report_id}" in (await client.get(page)).text
    assert f"{second.reference}: {SECOND['titel']}" in (await client.get(f"{status}/wissen")).text
    assert (
        f"/team/meldingen/{second.report_id}/verbergen"
        in (await client.get(f"/team/meldingen/{first.report_id}/verbergen")).text
    )


async def test_pressed_twice_it_is_one_and_who_comes_second_is_told(
    client: httpx.AsyncClient, intake: Database
) -> None:
    _, reference = await _sent(client)
    page, form = await _page_of(intake, reference), _form()
    await post_form(client, page, form)
    again = await post_form(client, page, form)
    assert again.status_code == 303
    assert len(await _reports(intake)) == 2
    other = _form(titel="Nog een regel")
    told = await post_form(client, page, other)
    assert (told.status_code, "Een collega splitste deze melding net ook" in told.text) == (409, True)
    assert 'value="Nog een regel"' in told.text
    assert len(await _reports(intake)) == 2
    assert (await post_form(client, page, {**other, "delen": "1"})).status_code == 303
    assert len(await _reports(intake)) == 3


async def test_pressed_at_the_same_moment_it_is_one(client: httpx.AsyncClient, intake: Database) -> None:
    _, reference = await _sent(client)
    page, form = await _page_of(intake, reference), _form()
    answers = await asyncio.gather(*(post_form(client, page, form) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [303] * 4
    others = await asyncio.gather(*(post_form(client, page, _form(delen="1", titel=f"Regel {n}")) for n in (1, 2)))
    assert sorted(answer.status_code for answer in others) == [303, 409]
    assert len(await _reports(intake)) == 3


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("titel", "", "Vul in waar het over gaat"),
        ("verhaal", "kort", "Beschrijf in minstens één zin wat er gebeurt"),
        ("waaromSplitsen", "", "Schrijf op waarom dit een andere regel is"),
    ],
)
async def test_what_is_missing_is_said_beside_what_was_typed(
    client: httpx.AsyncClient, intake: Database, field: str, typed: str, sentence: str
) -> None:
    _, reference = await _sent(client)
    answer = await post_form(client, await _page_of(intake, reference), _form(**{field: typed}))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert len(await _reports(intake)) == 1


async def test_what_may_tell_who_a_patient_is_is_asked_about(client: httpx.AsyncClient, intake: Database) -> None:
    _, reference = await _sent(client)
    story = "Voor mevrouw Kwartelmans, BSN 123456782, moest de vragenlijst nog een keer."
    asked = await post_form(client, await _page_of(intake, reference), _form(verhaal=story))
    assert (asked.status_code, "privacy-" in asked.text) == (422, True)
    assert len(await _reports(intake)) == 1


async def test_what_is_erased_is_not_split_and_the_other_part_stays(
    client: httpx.AsyncClient, intake: Database
) -> None:
    status, reference = await _sent(client)
    page = await _page_of(intake, reference)
    await post_form(client, page, _form())
    first, second = await _reports(intake)
    async with intake.transaction() as session:
        await erasing.erase(session, second.report_id, EraseReason.REQUESTED, "Melder")
    assert SECOND["titel"] not in (await client.get(status)).text
    emptied = next(fact for fact in await _reports(intake) if fact.report_id == second.report_id)
    assert (emptied.story, emptied.split_because) == ("(gewist)", "(gewist)")
    async with intake.transaction() as session:
        await erasing.erase(session, first.report_id, EraseReason.REQUESTED, "Melder")
    assert "Er valt niets meer te splitsen" in (await client.get(page)).text
    refused = await post_form(client, page, _form(delen="1"))
    assert (refused.status_code, "Er valt niets meer te splitsen" in refused.text) == (409, True)


async def test_what_is_closed_is_opened_again_first(client: httpx.AsyncClient, intake: Database) -> None:
    with clock.frozen(CLOSED_AT + timedelta(days=1)):
        report_id, _ = await an_ended_report(client, intake)
        page = f"/team/meldingen/{report_id}/splitsen"
        assert "De melding is klaar" in (await client.get(page)).text
        refused = await post_form(client, page, _form())
    assert (refused.status_code, len(await _reports(intake))) == (409, 1)


async def test_who_gets_fewer_mails_gets_fewer_about_the_second_too(
    client: httpx.AsyncClient, intake: Database
) -> None:
    status, reference = await _sent(client)
    await post_form(client, f"{status}/mails", {"mails": "fewer"})
    await post_form(client, await _page_of(intake, reference), _form())
    _, second = await _reports(intake)
    chosen = [fact for fact in await said(intake) if isinstance(fact, MailsChosenV1)]
    assert [(fact.report_id, fact.choice) for fact in chosen][1:] == [(second.report_id, MailChoice.FEWER)]


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
async def test_who_does_not_decide_does_not_split(client: httpx.AsyncClient, intake: Database, role: Role) -> None:
    _, reference = await _sent(client)
    page = await _page_of(intake, reference)
    await sign_in_as(client, [intake], role)
    assert (await client.get(page)).status_code == 403


async def test_the_minutes_of_a_report_count_once(client: httpx.AsyncClient, intake: Database) -> None:
    _, reference = await _sent(client)
    await post_form(client, await _page_of(intake, reference), _form())
    first, _ = await _reports(intake)
    async with intake.transaction() as session:
        await desk.count(session, clock.now(), solved=["Opgelost"], final=["Opgelost"])
        counted = await desk.counted(session)
    assert counted is not None
    assert (counted.reports, counted.practices, counted.minutes_per_month) == (2, 1, first.minutes_per_month)


async def test_an_unknown_report_is_not_there(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/team/meldingen/{UUID(int=7)}/splitsen")).status_code == 404

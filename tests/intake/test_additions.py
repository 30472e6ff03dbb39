"""A reporter adds something without being asked; after the end we say what to do instead."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest

from services.intake.handlers.erasing import erase
from shared import clock
from shared.contracts.intake import AdditionGivenV1
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from tests.browserlike import ORIGIN, post_form
from tests.erasing.searching import columns_with
from tests.intake.ended import CLOSED_AT, an_ended_report
from tests.intake.sent_report import a_sent_report, said_of
from tests.pages import forms_in, words_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
TEXT = "Vandaag vroeg ook de tweede leverancier erom."


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as opened:
        yield opened


async def _form(client: httpx.AsyncClient, address: str, text: str) -> dict[str, str]:
    """The form on the page as a browser would send it."""
    (form,) = [one for one in forms_in((await client.get(f"{address}/toevoegen")).text) if one.action.endswith("gen")]
    return {name: given[-1] for name, given in form.fields.items()} | {"toevoeging": text}


async def _add(client: httpx.AsyncClient, address: str, text: str = TEXT) -> httpx.Response:
    fields = await _form(client, address, text)
    return await client.post(f"{address}/toevoegen", data=fields, headers={"Origin": ORIGIN})


async def test_what_is_added_is_said_and_stands_in_the_timeline(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    sent = await _add(client, address)
    page = words_of((await client.get(sent.headers["location"])).text)
    assert "Bedankt. We hebben het bij je melding gezet." in page
    assert f"Je hebt iets toegevoegd {TEXT}" in page
    (fact,) = await said_of(intake, AdditionGivenV1)
    assert (fact.report_id, fact.text) == (report_id, TEXT)


async def test_pressing_twice_adds_it_once(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    fields = await _form(client, address, TEXT)
    pressed = [client.post(f"{address}/toevoegen", data=fields, headers={"Origin": ORIGIN}) for _ in range(3)]
    assert {answer.status_code for answer in await asyncio.gather(*pressed)} == {303}
    assert len(await said_of(intake, AdditionGivenV1)) == 1
    assert words_of((await client.get(address)).text).count(TEXT) == 1


async def test_two_different_things_both_stand_there_newest_first(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    for text in ("Het eerste voorbeeld.", "Het tweede voorbeeld."):
        await _add(client, address, text)
    page = words_of((await client.get(address)).text)
    assert page.index("Het tweede voorbeeld.") < page.index("Het eerste voorbeeld.")


async def test_nothing_to_add_gets_a_sentence(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    answer = await _add(client, address, " ")
    assert answer.status_code == 422
    assert "Schrijf op wat je wilt toevoegen" in answer.text


@pytest.mark.parametrize(
    ("weeks", "instead"), [(1, "Vraag ons dan om je melding weer te openen."), (9, "Doe dan een nieuwe melding.")]
)
async def test_after_the_end_it_says_what_to_do_instead(
    client: httpx.AsyncClient, intake: Database, weeks: int, instead: str
) -> None:
    _, address = await an_ended_report(client, intake)
    with clock.frozen(CLOSED_AT + timedelta(weeks=weeks)):
        page = await client.get(f"{address}/toevoegen")
    assert page.status_code == 200
    assert instead in words_of(page.text)
    assert forms_in(page.text) == []


async def test_what_was_typed_while_the_report_was_closed_is_not_lost(
    client: httpx.AsyncClient, intake: Database
) -> None:
    _, address = await an_ended_report(client, intake)
    fields = {"aanvulling": "019a0000-0000-7000-8000-000000000001", "toevoeging": TEXT}
    with clock.frozen(CLOSED_AT + timedelta(days=1)):
        answer = await post_form(client, f"{address}/toevoegen", fields, page=address)
    assert answer.status_code == 409
    assert "Je tekst is niet verstuurd" in answer.text
    assert TEXT in answer.text
    assert await said_of(intake, AdditionGivenV1) == []


async def test_patient_data_is_asked_about_first_and_added_once(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    asked = await _add(client, address, "Haar BSN 111222333 moest er ook bij.")
    assert "Staat hier iets over een patiënt?" in words_of(asked.text)
    (form,) = [form for form in forms_in(asked.text) if form.action.endswith("toevoegen")]
    for _ in range(2):
        await client.post(form.action, data=form.fields, headers={"Origin": ORIGIN})
    (fact,) = await said_of(intake, AdditionGivenV1)
    assert "111222333" not in fact.text
    assert "verborgen]" in fact.text


async def test_it_is_erased_with_the_report(client: httpx.AsyncClient, intake: Database, database_url: str) -> None:
    report_id, address = await a_sent_report(client, intake)
    await _add(client, address, "Over de kanarie.")
    async with intake.transaction() as session:
        await erase(session, report_id, EraseReason.REQUESTED, "Melder")
    assert columns_with(database_url, "kanarie") == []
    assert (await client.get(f"{address}/toevoegen")).status_code == 410

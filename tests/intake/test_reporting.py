"""A practice reports: through the form, twice, back and forth, and by machine."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from sqlalchemy import func, select

from services.intake.tables import Draft, Report
from shared.contracts.intake import ContactGivenV1, ReportSubmittedV1
from shared.database import Database
from tests.browserlike import post_form
from tests.facts import said
from tests.intake.filled_in import API_REPORT, STEP_ANSWERS, fill_in

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


async def _count(database: Database, table: type[Report] | type[Draft]) -> int:
    async with database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_a_report_of_five_steps_is_numbered_stored_and_told(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        sent = await fill_in(client)
        confirmation = await client.get(sent.headers["location"])
    assert "RW-26-0001" in confirmation.text
    assert "n…@denkbeeldigemolen.example" in confirmation.text
    contact, report = await said(databases("intake"))
    assert isinstance(report, ReportSubmittedV1)
    assert report.title == "Elk jaar opnieuw machtiging"
    assert isinstance(contact, ContactGivenV1)
    assert contact.email == "noor@denkbeeldigemolen.example"
    assert contact.link_token in sent.headers["location"]


async def test_the_public_fact_holds_nothing_of_the_reporter(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await fill_in(client)
    (report,) = [fact for fact in await said(databases("intake")) if isinstance(fact, ReportSubmittedV1)]
    told = report.model_dump_json()
    for private in ("Noor", "denkbeeldigemolen", "Denkbeeldige Molen", "01999004", "0301234567"):
        assert private not in told


async def test_sending_twice_makes_one_report(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        first = await fill_in(client)
        page = await client.get("/melden/5")
        assert page.headers["location"] == first.headers["location"]
        again = await client.post("/melden/5", data={"gecontroleerd": "ja", "csrf_token": await _token(client)})
    assert again.headers["location"] == first.headers["location"]
    assert await _count(databases("intake"), Report) == 1


async def _token(client: httpx.AsyncClient) -> str:
    from tests.browserlike import TOKEN

    found = TOKEN.search((await client.get("/melden")).text)
    assert found
    return found.group(1)


async def test_a_new_report_can_be_started_after_sending_one(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await fill_in(client)
        await post_form(client, "/melden", {})
        second = await fill_in(client)
        assert "RW-26-0002" in (await client.get(second.headers["location"])).text
    assert await _count(databases("intake"), Report) == 2


@pytest.mark.parametrize(
    ("number", "field", "typed", "sentence"),
    [
        (1, "titel", "", "Vul in waar het over gaat"),
        (1, "verhaal", "Te kort", "Beschrijf in minstens één zin wat er gebeurt"),
        (1, "verhaal", "x" * 2001, "Maak je tekst korter. Er kunnen 2.000 tekens in"),
        (1, "vanWie", "", "Kies van wie de regel of vraag komt"),
        (2, "minuten", "481", "Vul een getal in van 1 tot en met 480"),
        (2, "minuten", "een kwartier", "Vul een getal in van 1 tot en met 480"),
        (3, "eigenStappen", "", "Kies wat je hebt gedaan"),
        (4, "email", "noor@", "Vul een e-mailadres in, bijvoorbeeld naam@praktijk.nl"),
        (4, "telefoon", "12345", "Vul een telefoonnummer in met 10 cijfers"),
        (4, "agbCode", "123", "Vul een AGB-code in van 8 cijfers"),
        (5, "gecontroleerd", "", "Zet een vinkje als je dit hebt gecontroleerd"),
    ],
)
async def test_a_wrong_field_gets_a_sentence_and_nothing_typed_is_lost(
    client_for: ClientFor, number: int, field: str, typed: str, sentence: str
) -> None:
    async with client_for("intake") as client:
        for earlier in range(1, number):
            await post_form(client, f"/melden/{earlier}", STEP_ANSWERS[earlier - 1])
        answers = {**STEP_ANSWERS[number - 1], field: typed}
        page = await post_form(client, f"/melden/{number}", answers)
    assert page.status_code == 422
    assert page.text.count(sentence) >= 2
    assert "<title>Fout: " in page.text
    for name, given in answers.items():
        if isinstance(given, str) and name in ("titel", "naam", "praktijk", "minuten"):
            assert f'value="{given}"' in page.text


async def test_nothing_yet_cannot_go_with_something_else(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        await post_form(client, "/melden/2", STEP_ANSWERS[1])
        page = await post_form(client, "/melden/3", {**STEP_ANSWERS[2], "eigenStappen": ["asked_why", "nothing_yet"]})
    assert "Kies ‘nog niets gedaan’ óf iets anders" in page.text


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"eigenStappen": ["asked_why"]}, ""),
        ({"eigenStappen": ["nothing_yet"]}, "Nee"),
        ({"eigenStappen": ["nothing_yet"], "herinnering": "ja"}, "Ja, mail mij"),
    ],
)
async def test_the_check_page_speaks_of_a_reminder_only_to_who_could_ask_one(
    client_for: ClientFor, answers: dict[str, str | list[str]], shown: str
) -> None:
    async with client_for("intake") as client:
        for number, given in enumerate(STEP_ANSWERS[:4], 1):
            await post_form(client, f"/melden/{number}", {**given, **answers} if number == 3 else given)
        page = (await client.get("/melden/5")).text
    assert re.findall("<dt>Herinnering</dt><dd[^>]*>([^<]*)", page) == [shown][: len(shown)]


async def test_going_back_keeps_what_was_typed_even_when_it_is_not_right_yet(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        back = await post_form(client, "/melden/2", {"minuten": "veel", "actie": "terug"})
        assert back.headers["location"] == "/melden/1"
        assert 'value="Elk jaar opnieuw machtiging"' in (await client.get("/melden/1")).text
        assert 'value="veel"' in (await client.get("/melden/2")).text


async def test_a_step_without_a_draft_says_so_and_shows_the_way(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        page = await client.get("/melden/3")
    assert page.status_code == 410
    assert "We vinden je concept niet" in page.text


async def test_sending_with_a_skipped_step_leads_to_that_step(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        page = await post_form(client, "/melden/5", {"gecontroleerd": "ja"})
    assert "Stap 2 van 5" in page.text
    assert "Kies hoe vaak het voorkomt" in page.text


async def test_a_machine_gets_a_reference_and_a_link_that_opens(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        answer = await client.post("/api/v1/meldingen", json=API_REPORT)
        receipt = answer.json()
        assert answer.status_code == 201
        assert answer.headers["API-Version"] == "1.0.0"
        assert receipt["kenmerk"] == "RW-26-0001"
        assert receipt["ingediendOp"].endswith("Z")
        assert "RW-26-0001" in (await client.get(receipt["statusUrl"])).text


async def test_the_same_key_with_the_same_report_gives_the_same_receipt(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        headers = {"Idempotency-Key": "his-4711"}
        first = await client.post("/api/v1/meldingen", json=API_REPORT, headers=headers)
        again = await client.post("/api/v1/meldingen", json=API_REPORT, headers=headers)
        other = await client.post("/api/v1/meldingen", json=API_REPORT | {"titel": "Iets anders"}, headers=headers)
    assert again.status_code == 201
    assert again.json() == first.json()
    assert other.status_code == 400
    assert await _count(databases("intake"), Report) == 1


async def test_a_machine_hears_of_every_wrong_field_at_once(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        answer = await client.post("/api/v1/meldingen", json={"titel": "", "minuten": 0, "email": "x", "vreemd": 1})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    wrong = {fault["veld"] for fault in answer.json()["fouten"]}
    assert wrong >= {"titel", "minuten", "email", "vreemd", "verhaal", "vanWie", "naam", "naamDelen"}


@pytest.mark.parametrize("spoken", ["health_insurer", "zorgverzekeraar", "Zorgverzekeraar"])
async def test_a_choice_may_be_given_as_code_or_in_words(
    client_for: ClientFor, databases: Databases, spoken: str
) -> None:
    async with client_for("intake") as client:
        await client.post("/api/v1/meldingen", json=API_REPORT | {"vanWie": spoken})
    reports = [fact for fact in await said(databases("intake")) if isinstance(fact, ReportSubmittedV1)]
    assert reports[0].imposed_by == "health_insurer"


async def test_the_api_describes_itself_to_everybody(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        answer = await client.get("/api/v1/openapi.json")
    described = answer.json()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "/api/v1/meldingen" in described["paths"]
    assert "400" in described["paths"]["/api/v1/meldingen"]["post"]["responses"]
    assert set(described["components"]["schemas"]["ReportForm"]["required"]) >= {"titel", "verhaal", "vanWie"}

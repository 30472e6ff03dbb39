"""What may tell who a patient is never stays with us unless the reporter says that it is about nobody."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from deploy.services import subscribers_of
from shared.contracts.accounts import AllowedNameChangedV1
from shared.contracts.intake import ReportSubmittedV1
from shared.database import Database
from tests.browserlike import ORIGIN, post_form
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT, STEP_ANSWERS
from tests.pages import forms_in, words_of

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
BSN = "111222333"
STORY = f"Voor mevrouw Wielinga moest het drie keer over. Haar BSN is {BSN} en dat stond er al."
API = "/api/v1/privacycontrole"


async def _everything_kept(database: Database) -> str:
    """Every row of every table of intake, as text."""
    tables = text(
        "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' "
        "and table_schema not in ('pg_catalog', 'information_schema')"
    )
    async with database.transaction() as session:
        names = [row for row in (await session.execute(tables)).all() if row[0] == "intake"]
        # Of a whole Row only the beginning and the end would be written out.
        rows = [
            row
            for schema, table in names
            for row in await session.scalars(text(f'select to_jsonb(t)::text from "{schema}"."{table}" t'))
        ]
    return "\n".join(rows)


async def _answer(client: httpx.AsyncClient, asked: httpx.Response, changes: dict[str, str]) -> httpx.Response:
    """Send the page that asks, with other choices."""
    (form,) = [form for form in forms_in(asked.text) if form.action.startswith("/mel")]
    return await client.post(form.action, data={**form.fields, **changes}, headers={"Origin": ORIGIN})


def _choices(page: str) -> list[str]:
    (form,) = [form for form in forms_in(page) if form.action.startswith("/mel")]
    return [name for name in form.fields if name.startswith("privacy-")]


async def test_a_step_with_patient_data_asks_first_and_keeps_nothing(
    client_for: ClientFor, databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with client_for("intake") as client:
        asked = await post_form(client, "/melden/1", STEP_ANSWERS[0] | {"verhaal": STORY})
        assert asked.status_code == 422
        assert "Staat hier iets over een patiënt?" in words_of(asked.text)
        assert "<mark>Wielinga</mark>" in asked.text and f"<mark>{BSN}</mark>" in asked.text
        kept = await _everything_kept(databases("intake"))
        assert BSN not in kept and "Wielinga" not in kept
        on = await _answer(client, asked, {})
        assert on.headers["location"] == "/melden/2"
        again = await client.get("/melden/1")
    assert "Voor mevrouw [naam verborgen] moest" in again.text
    assert BSN not in again.text
    kept = await _everything_kept(databases("intake"))
    assert BSN not in kept and "Wielinga" not in kept
    assert BSN not in caplog.text and "Wielinga" not in caplog.text


async def test_a_name_may_be_nobodys_and_is_then_not_asked_again_but_a_bsn_never(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        asked = await post_form(client, "/melden/1", STEP_ANSWERS[0] | {"verhaal": STORY})
        nobody = dict.fromkeys(_choices(asked.text), "geen-patient")
        assert (await _answer(client, asked, nobody)).headers["location"] == "/melden/2"
        once_more = await client.get("/melden/1")
        (form,) = [form for form in forms_in(once_more.text) if form.action == "/melden/1"]
        again = await client.post("/melden/1", data=form.fields, headers={"Origin": ORIGIN})
    assert again.headers["location"] == "/melden/2"
    kept = await _everything_kept(databases("intake"))
    assert BSN not in kept
    assert "Wielinga" in kept


async def test_whoever_wants_to_change_the_text_gets_it_back(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        asked = await post_form(client, "/melden/1", STEP_ANSWERS[0] | {"verhaal": STORY})
        back = await _answer(client, asked, {"privacy-actie": "aanpassen"})
    assert back.status_code == 422
    assert STORY in back.text and "Haal hier weg waaraan je een patiënt herkent" in back.text
    assert BSN not in await _everything_kept(databases("intake"))


async def test_going_back_a_step_keeps_nothing_either(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        for number in (1, 2):
            await post_form(client, f"/melden/{number}", STEP_ANSWERS[number - 1])
        typed = STEP_ANSWERS[2] | {"wens": f"Niet meer {BSN} invullen.", "actie": "terug"}
        asked = await post_form(client, "/melden/3", typed)
        assert asked.status_code == 422
        assert (await _answer(client, asked, {})).headers["location"] == "/melden/2"
    assert BSN not in await _everything_kept(databases("intake"))


async def test_what_was_hidden_is_counted_with_the_report(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        asked = await post_form(client, "/melden/1", STEP_ANSWERS[0] | {"verhaal": STORY})
        await _answer(client, asked, {})
        for number, answers in enumerate(STEP_ANSWERS[1:], 2):
            sent = await post_form(client, f"/melden/{number}", answers)
    assert sent.headers["location"].endswith("/bevestiging")
    (report,) = [fact for fact in await said(databases("intake")) if isinstance(fact, ReportSubmittedV1)]
    assert report.hidden_pieces == {"name": 1, "bsn": 1}


async def test_a_draft_from_before_is_looked_through_when_it_is_sent(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        for number, answers in enumerate(STEP_ANSWERS[:4], 1):
            await post_form(client, f"/melden/{number}", answers)
        async with databases("intake").transaction() as session:
            await session.execute(
                text(
                    "update drafts set fields = jsonb_set(fields, '{verhaal}', to_jsonb(array[cast(:story as text)]))"
                ),
                {"story": STORY},
            )
        asked = await post_form(client, "/melden/5", STEP_ANSWERS[4])
        assert f"<mark>{BSN}</mark>" in asked.text
        sent = await _answer(client, asked, {})
    assert sent.headers["location"].endswith("/bevestiging")
    assert BSN not in await _everything_kept(databases("intake"))


async def test_a_report_by_machine_is_taken_in_without_what_was_found(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        sent = await client.post("/api/v1/meldingen", json=API_REPORT | {"verhaal": STORY})
    assert sent.status_code == 201, sent.text
    hidden = sent.json()["verborgen"]
    assert {(one["veld"], one["soort"], one["aantal"]) for one in hidden} == {
        ("verhaal", "name", 1),
        ("verhaal", "bsn", 1),
    }
    kept = await _everything_kept(databases("intake"))
    assert BSN not in kept and "Wielinga" not in kept


async def test_a_machine_can_have_a_text_looked_through(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        answer = await client.post(API, json={"tekst": STORY})
        too_long = await client.post(API, json={"tekst": "a" * 10_001})
        described = await client.get("/api/v1/openapi.json")
    found = [(STORY[one["begin"] : one["eind"]], one["soort"]) for one in answer.json()["vondsten"]]
    assert found == [("Wielinga", "name"), (BSN, "bsn")]
    assert too_long.status_code == 400
    assert too_long.headers["content-type"] == "application/problem+json"
    assert API in described.json()["paths"]
    assert BSN not in await _everything_kept(databases("intake"))


async def test_a_name_the_team_put_on_the_list_is_not_asked_about(client_for: ClientFor, databases: Databases) -> None:
    facts, told = subscribers_of("intake"), {"revision": 1, "name": "Wielinga", "allowed": True}
    assert facts
    await deliver(databases("intake"), facts, AllowedNameChangedV1(name_id=uuid4(), **told))
    story = "Voor mevrouw Wielinga moest het drie keer over, elke week weer."
    async with client_for("intake") as client:
        on = await post_form(client, "/melden/1", STEP_ANSWERS[0] | {"verhaal": story})
        looked = await client.post(API, json={"tekst": story})
        sent = await client.post("/api/v1/meldingen", json=API_REPORT | {"verhaal": story})
    assert on.headers["location"] == "/melden/2"
    assert looked.json() == {"vondsten": []} and sent.json()["verborgen"] == []


async def test_whoever_types_sees_what_was_seen_and_nothing_of_it_is_kept(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        typed = STEP_ANSWERS[0] | {"verhaal": STORY}
        seen = await post_form(client, "/melden/privacy", typed, page="/melden/1")
        clean = await post_form(client, "/melden/privacy", STEP_ANSWERS[0], page="/melden/1")
    assert seen.status_code == 200 and "<html" not in seen.text
    assert "<mark>Wielinga</mark>" in seen.text and f"<mark>{BSN}</mark>" in seen.text
    assert clean.text.strip() == ""
    assert BSN not in await _everything_kept(databases("intake"))


async def test_for_htmx_the_question_is_a_fragment(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        client.headers["HX-Request-Type"] = "partial"
        asked = await post_form(client, "/melden/1", STEP_ANSWERS[0] | {"verhaal": STORY})
    assert asked.status_code == 422 and "<html" not in asked.text
    assert "Verberg en ga verder" in asked.text and f"<mark>{BSN}</mark>" in asked.text

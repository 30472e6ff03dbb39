"""What may tell who a patient is does not get into a dossier unless somebody says that it is no patient's."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from shared.database import Database
from tests.browserlike import ORIGIN, sign_in_as
from tests.builders import a_report_submitted
from tests.erasing.searching import columns_with
from tests.pages import forms_in
from tests.research.facts_heard import Databases, opened_dossier

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
FIRST, SECOND = "/team/dossiers/D-26-001", "/team/dossiers/D-26-002"
BSN = "111222333"
CLAIM = "Mevrouw Wielinga van het loket zei dat het niet hoeft."


@pytest.fixture
async def client(client_for: ClientFor, databases: Databases) -> AsyncIterator[httpx.AsyncClient]:
    research: Database = databases("research")
    async with client_for("research") as opened:
        await sign_in_as(opened, [research], name="Mo Yilmaz")
        for _ in (FIRST, SECOND):
            await opened_dossier(research, a_report_submitted())
        yield opened


async def _save(client: httpx.AsyncClient, dossier: str, claim: str) -> httpx.Response:
    forms = forms_in((await client.get(dossier)).text)
    form = next(form for form in forms if "/bevindingen/" in form.action and form.action.endswith("/nieuw"))
    fields = {**form.fields, "claim": claim, "source": "Telefoongesprek, 3 november."}
    return await client.post(form.action, data=fields, headers={"Origin": ORIGIN})


async def _answer(client: httpx.AsyncClient, asked: httpx.Response, choice: str) -> httpx.Response:
    form = next(form for form in forms_in(asked.text) if any("privacy-" in name for name in form.fields))
    chosen = {name: choice for name in form.fields if name.startswith("privacy-")}
    return await client.post(form.action, data={**form.fields, **chosen}, headers={"Origin": ORIGIN})


async def test_the_team_is_asked_too_and_nothing_is_kept_meanwhile(
    client: httpx.AsyncClient, database_url: str
) -> None:
    asked = await _save(client, FIRST, f"Ik las {BSN} in de brief, en nog iets.")
    assert asked.status_code == 422 and f"<mark>{BSN}</mark>" in asked.text
    assert 'class="side"' in asked.text
    assert columns_with(database_url, BSN) == []
    assert (await _answer(client, asked, "geen-patient")).status_code == 303
    assert columns_with(database_url, BSN) == []
    assert "[bsn verborgen] in de brief" in (await client.get(FIRST)).text


async def test_what_is_no_patients_is_asked_once_about_a_dossier_and_again_about_another(
    client: httpx.AsyncClient, database_url: str
) -> None:
    asked = await _save(client, FIRST, CLAIM)
    assert asked.status_code == 422
    assert (await _answer(client, asked, "geen-patient")).status_code == 303
    assert "research.findings.claim" in columns_with(database_url, "Wielinga")
    assert (await _save(client, FIRST, f"Weer: {CLAIM}")).status_code == 303
    assert (await _save(client, SECOND, CLAIM)).status_code == 422
    kept = next(cookie.value or "" for cookie in client.cookies.jar if cookie.name == "rw_geen_patient")
    assert "ielinga" not in kept and len(kept) == 20


async def test_a_bsn_is_asked_about_every_time(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        asked = await _save(client, FIRST, f"Ik las {BSN} in de brief.")
        assert asked.status_code == 422
        await _answer(client, asked, "geen-patient")

"""What is known stands beside the text and on a page; another practice joins it with a report of its own."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.intake.subscribers import facts
from services.intake.tables import KnownThing
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1
from shared.contracts.vocabulary import Frequency, Outcome
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import ORIGIN, TOKEN, post_form
from tests.builders import an_item_published
from tests.facts import deliver, said
from tests.intake.filled_in import STEP_ANSWERS

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
STORY = {"titel": "Nieuwe verwijzing voor dezelfde behandeling", "verhaal": "De poli vraagt elk jaar een verwijzing."}
WHO = {
    "naam": "Bram Smit",
    "functie": "assistant",
    "praktijk": "Praktijk De Bedachte Brug",
    "email": "bram@bedachtebrug.example",
}
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def intake(databases: Databases) -> Database:
    return databases("intake")


async def _dossier(intake: Database) -> DossierOpenedV1:
    fact = DossierOpenedV1(
        dossier_id=new_id(), reference="D-26-001", title="Elk jaar opnieuw een verwijzing voor dezelfde behandeling"
    )
    await deliver(intake, facts, fact)
    return fact


def _concluded(dossier: DossierOpenedV1) -> DossierConcludedV1:
    return DossierConcludedV1(
        dossier_id=dossier.dossier_id,
        reference=dossier.reference,
        title=dossier.title,
        outcome=Outcome.SOLVED,
        public_text="Het hoeft niet meer.",
        concluded_by="Sanne de Vries",
        reports=1,
        practices=1,
        minutes_per_month=60,
    )


async def _reports(intake: Database) -> list[ReportSubmittedV1]:
    return [one for one in await said(intake) if isinstance(one, ReportSubmittedV1)]


async def _beside(client: httpx.AsyncClient, **typed: str) -> httpx.Response:
    token = TOKEN.search((await client.get("/melden/1")).text)
    assert token
    data = {**typed, "csrf_token": token.group(1)}
    return await client.post("/melden/bekend", data=data, headers={"Origin": ORIGIN, **FRAGMENT})


async def _report_in_queue(intake: Database, client: httpx.AsyncClient) -> ReportSubmittedV1:
    answers: list[dict[str, Any]] = [STEP_ANSWERS[0] | STORY | {"vanWie": "hospital"}, *STEP_ANSWERS[1:]]
    for number, answer in enumerate(answers, 1):
        await post_form(client, f"/melden/{number}", answer)
    (fact,) = await _reports(intake)
    await deliver(intake, facts, fact)
    client.cookies.clear()
    return fact


async def test_what_is_known_stands_beside_the_text_and_is_said_once(client_for: ClientFor, intake: Database) -> None:
    await deliver(intake, facts, an_item_published())
    await _dossier(intake)
    async with client_for("intake") as client:
        beside = await _beside(client, **STORY)
        shown = beside.text.partition('name="getoond" value="')[2].partition('"')[0]
        again = await _beside(client, **STORY, getoond=shown)
    assert beside.headers["cache-control"] == "no-store"
    assert "<html" not in beside.text
    assert "2 bekende onderwerpen gevonden" in beside.text
    assert 'href="/kennis/R02"' in beside.text
    assert 'href="/melden/ik-ook/D-26-001"' in beside.text
    assert (again.status_code, again.text) == (204, "")


async def test_little_text_and_nothing_like_it_are_said_in_words(client_for: ClientFor, intake: Database) -> None:
    await deliver(intake, facts, an_item_published())
    async with client_for("intake") as client:
        short = await _beside(client, titel="Verwijzing", getoond="R02")
        other = await _beside(client, titel="De parkeerplaats is te klein voor onze fietsen")
    assert "Typ een paar woorden" in short.text
    assert "Jouw melding is dus extra nuttig" in other.text


async def test_without_a_script_the_same_stands_on_a_page_behind_the_first_step(
    client_for: ClientFor, intake: Database
) -> None:
    await _dossier(intake)
    async with client_for("intake") as client:
        sent = await post_form(client, "/melden/1", {**STORY, "vanWie": "hospital"})
        page = await client.get(sent.headers["location"])
    assert sent.headers["location"] == "/melden/bekend"
    assert 'href="/melden/ik-ook/D-26-001"' in page.text
    assert 'href="/melden/2"' in page.text
    assert "Nee, mijn melding is anders" in page.text


async def test_when_nothing_is_known_the_first_step_leads_to_the_second(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        sent = await post_form(client, "/melden/1", {**STORY, "vanWie": "hospital"})
        page = await client.get("/melden/bekend")
    assert sent.headers["location"] == page.headers["location"] == "/melden/2"


async def test_joining_a_dossier_makes_one_report_that_names_it(client_for: ClientFor, intake: Database) -> None:
    dossier = await _dossier(intake)
    async with client_for("intake") as client:
        form = await client.get("/melden/ik-ook/D-26-001")
        once = form.text.partition('name="formulier" value="')[2].partition('"')[0]
        first = await post_form(client, "/melden/ik-ook/D-26-001", {**WHO, "formulier": once})
        again = await post_form(client, "/melden/ik-ook/D-26-001", {**WHO, "naam": "Bram", "formulier": once})
        confirmation = await client.get(first.headers["location"])
    assert first.headers["location"] == again.headers["location"]
    assert "Je telt mee" in confirmation.text
    (report,) = await _reports(intake)
    assert (report.joins_dossier, report.joins_report) == (dossier.dossier_id, None)
    assert (report.title, report.minutes, report.minutes_per_month) == (dossier.title, 0, 0)


async def test_an_estimate_and_own_words_come_along(client_for: ClientFor, intake: Database) -> None:
    await _dossier(intake)
    more = {"frequentie": "daily", "minuten": "10", "aanvulling": "Bij ons elke dag."}
    async with client_for("intake") as client:
        await post_form(client, "/melden/ik-ook/D-26-001", {**WHO, **more})
    (report,) = await _reports(intake)
    assert (report.story, report.frequency, report.minutes) == ("Bij ons elke dag.", Frequency.DAILY, 10)


async def test_half_an_estimate_and_missing_answers_are_asked_again(client_for: ClientFor, intake: Database) -> None:
    await _dossier(intake)
    async with client_for("intake") as client:
        answer = await post_form(client, "/melden/ik-ook/D-26-001", {"naam": "Bram Smit"})
        half = await post_form(client, "/melden/ik-ook/D-26-001", {**WHO, "minuten": "10"})
    assert (answer.status_code, half.status_code) == (422, 422)
    assert "Vul de naam van je praktijk in" in answer.text
    assert "allebei in, of geen van beide" in half.text
    assert await _reports(intake) == []


async def test_own_words_about_a_patient_are_shown_first_and_kept_nowhere(
    client_for: ClientFor, intake: Database
) -> None:
    await _dossier(intake)
    async with client_for("intake") as client:
        answer = await post_form(client, "/melden/ik-ook/D-26-001", {**WHO, "aanvulling": "BSN 111222333 wacht nog."})
    assert "Staat hier iets over een patiënt?" in answer.text
    assert await _reports(intake) == []


async def test_joining_an_open_report_is_counted_with_it_and_is_not_shown_beside_it(
    client_for: ClientFor, intake: Database
) -> None:
    async with client_for("intake") as client:
        joined = await _report_in_queue(intake, client)
        address = f"/melden/ik-ook/{joined.reference}"
        for _ in range(2):
            await post_form(client, address, WHO)
        reports = await _reports(intake)
        for one in reports[1:]:
            await deliver(intake, facts, one)
    assert [one.joins_report for one in reports] == [None, joined.report_id, joined.report_id]
    async with intake.transaction() as session:
        (thing,) = (await session.scalars(select(KnownThing))).all()
    assert (thing.key, thing.practices) == (joined.reference, 2)


async def test_what_is_over_when_the_form_is_sent_becomes_an_ordinary_report_and_no_word_is_lost(
    client_for: ClientFor, intake: Database
) -> None:
    dossier = await _dossier(intake)
    async with client_for("intake") as client:
        form = await client.get("/melden/ik-ook/D-26-001")
        token = TOKEN.search(form.text)
        assert token
        await deliver(intake, facts, _concluded(dossier))
        data = {**WHO, "aanvulling": "Bij ons ook elke week.", "csrf_token": token.group(1)}
        sent = await client.post("/melden/ik-ook/D-26-001", data=data, headers={"Origin": ORIGIN})
        step, gone = await client.get(sent.headers["location"]), await client.get("/melden/ik-ook/D-26-001")
    assert sent.headers["location"] == "/melden/1"
    assert "Bij ons ook elke week." in step.text
    assert "intussen afgerond" in step.text
    assert gone.status_code == 410
    assert await _reports(intake) == []


async def test_an_agreement_cannot_be_joined(client_for: ClientFor, intake: Database) -> None:
    await deliver(intake, facts, an_item_published())
    async with client_for("intake") as client:
        assert (await client.get("/melden/ik-ook/R02")).status_code == 410

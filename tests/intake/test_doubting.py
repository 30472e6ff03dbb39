"""Somebody says that a known agreement does not work: one report, about that agreement."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.intake.subscribers import facts
from services.intake.tables import KnownThing
from shared.contracts.doubts import DoubtReason
from shared.contracts.intake import DoubtRaisedV1, ReportSubmittedV1
from shared.contracts.knowledge import ItemPublishedV1
from shared.contracts.vocabulary import AgreementStatus, Frequency
from shared.database import Database
from tests.browserlike import ORIGIN, TOKEN, post_form
from tests.builders import an_item_published
from tests.facts import deliver, said
from tests.intake.filled_in import STEP_ANSWERS

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
ADDRESS = "/melden/werkt-niet/R02"
WHO = {
    "naam": "Bram Smit",
    "functie": "assistant",
    "praktijk": "Praktijk De Bedachte Brug",
    "email": "bram@bedachtebrug.example",
}
NOT_KEPT = {**WHO, "waarom": "not_kept"}


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


async def _agreement(intake: Database, **changes: Any) -> ItemPublishedV1:
    fact = an_item_published(**changes)
    await deliver(intake, facts, fact)
    return fact


async def _reports(intake: Database) -> list[ReportSubmittedV1]:
    return [one for one in await said(intake) if isinstance(one, ReportSubmittedV1)]


async def test_it_becomes_one_report_about_the_agreement_however_often_it_is_sent(
    client_for: ClientFor, intake: Database
) -> None:
    item = await _agreement(intake)
    async with client_for("intake") as client:
        form = await client.get(ADDRESS)
        once = form.text.partition('name="formulier" value="')[2].partition('"')[0]
        first = await post_form(client, ADDRESS, {**NOT_KEPT, "formulier": once})
        again = await post_form(client, ADDRESS, {**NOT_KEPT, "naam": "Bram", "formulier": once})
        confirmation = await client.get(first.headers["location"])
        status = await client.get(first.headers["location"].removesuffix("/bevestiging"))
    assert first.headers["location"] == again.headers["location"]
    assert "Je melding is binnen" in confirmation.text
    assert status.status_code == 200
    (report,) = await _reports(intake)
    assert (report.doubts_item, report.doubts_reason) == (item.item_id, DoubtReason.NOT_KEPT)
    assert report.title == f"Afspraak werkt niet: {item.title}"[:90]
    assert report.story == "De ander houdt zich er niet aan."
    (doubt,) = [one for one in await said(intake) if isinstance(one, DoubtRaisedV1)]
    assert (doubt.report_id, doubt.item_id, doubt.reason) == (report.report_id, item.item_id, DoubtReason.NOT_KEPT)


async def test_own_words_and_an_estimate_come_along(client_for: ClientFor, intake: Database) -> None:
    await _agreement(intake)
    more = {"waarom": "other", "aanvulling": "De poli kent hem niet.", "frequentie": "daily", "minuten": "10"}
    async with client_for("intake") as client:
        await post_form(client, ADDRESS, {**WHO, **more})
    (report,) = await _reports(intake)
    assert (report.story, report.frequency, report.minutes) == ("De poli kent hem niet.", Frequency.DAILY, 10)


async def test_a_reason_and_with_something_else_a_few_words_are_asked(client_for: ClientFor, intake: Database) -> None:
    await _agreement(intake)
    async with client_for("intake") as client:
        without = await post_form(client, ADDRESS, WHO)
        other = await post_form(client, ADDRESS, {**WHO, "waarom": "other"})
    assert (without.status_code, other.status_code) == (422, 422)
    assert "Kies wat er niet werkt" in without.text
    assert "Schrijf kort op wat er niet werkt" in other.text
    assert await _reports(intake) == []


async def test_own_words_about_a_patient_are_shown_first_and_kept_nowhere(
    client_for: ClientFor, intake: Database
) -> None:
    await _agreement(intake)
    async with client_for("intake") as client:
        answer = await post_form(client, ADDRESS, {**NOT_KEPT, "aanvulling": "BSN 111222333 wacht nog."})
    assert "Staat hier iets over een patiënt?" in answer.text
    assert await _reports(intake) == []


async def test_what_the_draft_knows_is_filled_in(client_for: ClientFor, intake: Database) -> None:
    await _agreement(intake)
    async with client_for("intake") as client:
        for number, answers in enumerate(STEP_ANSWERS[:4], 1):
            await post_form(client, f"/melden/{number}", answers)
        form = await client.get(ADDRESS)
    assert f'value="{STEP_ANSWERS[3]["naam"]}"' in form.text
    assert str(STEP_ANSWERS[0]["verhaal"]) in form.text


async def test_the_report_does_not_stand_beside_the_agreement(client_for: ClientFor, intake: Database) -> None:
    await _agreement(intake)
    async with client_for("intake") as client:
        await post_form(client, ADDRESS, NOT_KEPT)
    (report,) = await _reports(intake)
    await deliver(intake, facts, report)
    async with intake.transaction() as session:
        assert (await session.scalars(select(col(KnownThing.key)))).all() == ["R02"]


async def test_what_is_no_agreement_cannot_be_doubted(client_for: ClientFor, intake: Database) -> None:
    await _agreement(intake, status=AgreementStatus.NONE)
    async with client_for("intake") as client:
        assert (await client.get(ADDRESS)).status_code == 410
        assert (await client.get("/melden/werkt-niet/X99")).status_code == 410


async def test_an_agreement_that_lapses_meanwhile_makes_an_ordinary_report_and_no_word_is_lost(
    client_for: ClientFor, intake: Database
) -> None:
    item = await _agreement(intake)
    async with client_for("intake") as client:
        token = TOKEN.search((await client.get(ADDRESS)).text)
        assert token
        await deliver(intake, facts, item.model_copy(update={"revision": 2, "status": AgreementStatus.EXPIRED}))
        data = {**NOT_KEPT, "aanvulling": "Bij ons elke week.", "csrf_token": token.group(1)}
        sent = await client.post(ADDRESS, data=data, headers={"Origin": ORIGIN})
        step = await client.get(sent.headers["location"])
    assert sent.headers["location"] == "/melden/1"
    assert "Bij ons elke week." in step.text
    assert "Deze afspraak staat er niet meer" in step.text
    assert await _reports(intake) == []

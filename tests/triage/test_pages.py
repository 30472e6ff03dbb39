"""The queue and the case as a member of the team meets them."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest

from services.triage.subscribers import facts
from shared.contracts.triage import QuestionAskedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


async def _report(database: Database, **changes: object) -> UUID:
    fact = a_report_submitted(**changes)
    await deliver(database, facts, fact)
    return fact.report_id


async def test_queue_and_case_say_that_a_reporter_gave_no_address(client_for: ClientFor, databases: Databases) -> None:
    report_id = await _report(databases("triage"), by_mail=False)
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")])
        pages = [await client.get(url) for url in ("/team/triage", f"/team/triage/{report_id}")]
    assert ["Geen e-mail" in page.text for page in pages] == [True, True]


async def test_a_question_is_decided_from_the_page(client_for: ClientFor, databases: Databases) -> None:
    report_id = await _report(databases("triage"))
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")], Role.RESEARCHER, "Mo Aydın")
        form = {
            "version": "1",
            "decision": "question",
            "question": "Bij welke verzekeraar gebeurt dit?",
            "reason": "We weten niet wie het vraagt.",
            "send_mail": "ja",
        }
        address = f"/team/triage/{report_id}"
        sent = await post_form(client, f"{address}/beslissing", form, page=address)
        page = await client.get(sent.headers["location"])
    assert "Opgeslagen. Vraag gesteld" in page.text
    assert "Er staat nog een vraag uit" in page.text
    fact = (await said(databases("triage")))[-1]
    assert isinstance(fact, QuestionAskedV1)
    assert (fact.decided_by, fact.send_mail) == ("Mo Aydın", True)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Kies wat er met deze melding gebeurt"),
        ({"decision": "question", "question": "", "reason": "x" * 5}, "Schrijf de vraag aan de melder op"),
        ({"decision": "link", "reason": "Zelfde regel"}, "Kies een dossier"),
        ({"decision": "close", "close_reason": "not_a_rule", "tip": "Vraag het in je hagro."}, "Schrijf op waarom"),
        ({"decision": "elsewhere", "check_on": "2020-01-01", "reason": "Loopt al"}, "Kies een dag na vandaag"),
    ],
)
async def test_a_decision_that_is_not_complete_keeps_what_was_typed(
    client_for: ClientFor, databases: Databases, form: dict[str, str], sentence: str
) -> None:
    report_id = await _report(databases("triage"))
    address = f"/team/triage/{report_id}"
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")])
        page = await post_form(
            client, f"{address}/beslissing", {"version": "1", "send_mail": "ja", **form}, page=address
        )
    assert page.status_code == 422
    assert sentence in page.text
    for typed in form.values():
        assert typed in page.text


async def test_the_second_member_sees_what_the_first_did_and_loses_nothing(
    client_for: ClientFor, databases: Databases
) -> None:
    report_id = await _report(databases("triage"))
    address = f"/team/triage/{report_id}"
    question = {"decision": "question", "question": "Bij welke verzekeraar?", "reason": "Onduidelijk",
                "send_mail": "ja"}  # fmt: skip
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")], name="Mo Aydın")
        await post_form(client, f"{address}/beslissing", {"version": "1", **question}, page=address)
        other = {"decision": "open_dossier", "dossier_title": "Herhaalmachtiging", "reason": "Komt vaker voor",
                 "send_mail": "ja"}  # fmt: skip
        page = await post_form(client, f"{address}/beslissing", {"version": "1", **other}, page=address)
    assert page.status_code == 409
    assert "Mo Aydın paste dit net aan" in page.text
    assert "Herhaalmachtiging" in page.text


def _seen(page: str) -> dict[str, str]:
    """What a form of the case holds of how the member saw it."""
    return {name: html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', page)[0]) for name in ("version", "seen")}


async def test_the_difference_says_who_did_what_and_how_it_stood(client_for: ClientFor, databases: Databases) -> None:
    address = f"/team/triage/{await _report(databases('triage'))}"
    ask = {"decision": "question", "question": "Bij welke verzekeraar?", "reason": "Onduidelijk", "send_mail": "ja"}
    mine = {"decision": "open_dossier", "dossier_title": "Herhaalmachtiging", "reason": "Vaker", "send_mail": "ja"}
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")], name="Mo Aydın")
        seen = _seen((await client.get(address)).text)
        await post_form(client, f"{address}/beslissing", {**seen, **ask}, page=address)
        refused = await post_form(client, f"{address}/beslissing", {**seen, **mine}, page=address)
        again = await post_form(client, f"{address}/beslissing", {**_seen(refused.text), **mine}, page=address)
    assert "Mo Aydın paste dit net aan. Bekijk het verschil." in refused.text
    assert "<del>Te beoordelen</del>" in refused.text and "<ins>Wacht op melder</ins>" in refused.text
    difference = refused.text.split('id="verschil"')[1].split("</section>")[0]
    assert "Vraag gesteld: Bij welke verzekeraar?" in difference
    assert "Melding verstuurd." not in difference
    assert again.status_code == 303


async def test_what_was_filled_in_stands_there_also_when_nothing_is_left_to_decide(
    client_for: ClientFor, databases: Databases
) -> None:
    address = f"/team/triage/{await _report(databases('triage'))}"
    close = {
        "decision": "close",
        "close_reason": "not_a_rule",
        "tip": "Vraag het in je hagro.",
        "reason": "Kan niet",
        "send_mail": "ja",
    }
    mine = {"decision": "open_dossier", "dossier_title": "Herhaalmachtiging", "reason": "Vaker", "send_mail": "ja"}
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")], name="Mo Aydın")
        seen = _seen((await client.get(address)).text)
        await post_form(client, f"{address}/beslissing", {**seen, **close}, page=address)
        refused = await post_form(client, f"{address}/beslissing", {**seen, **mine}, page=address)
    assert refused.status_code == 409
    assert "er valt hier nu niets meer te beslissen" in refused.text
    for typed in mine.values():
        assert typed in refused.text or typed == "open_dossier"


async def test_a_mistake_of_the_second_member_does_not_hide_what_the_first_did(
    client_for: ClientFor, databases: Databases
) -> None:
    address = f"/team/triage/{await _report(databases('triage'))}"
    ask = {"decision": "question", "question": "Bij welke verzekeraar?", "reason": "Onduidelijk", "send_mail": "ja"}
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")], name="Mo Aydın")
        seen = _seen((await client.get(address)).text)
        await post_form(client, f"{address}/beslissing", {**seen, **ask}, page=address)
        forged = {**seen, "seen": "[onleesbaar", "decision": "open_dossier"}
        refused = await post_form(client, f"{address}/beslissing", forged, page=address)
    assert refused.status_code == 422
    assert "Mo Aydın paste dit net aan. Bekijk het verschil." in refused.text


async def test_a_reader_sees_the_case_but_cannot_decide(client_for: ClientFor, databases: Databases) -> None:
    report_id = await _report(databases("triage"))
    address = f"/team/triage/{report_id}"
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")], Role.READER)
        page = await client.get(address)
        assert "Bewaar beslissing" not in page.text
        refused = await post_form(client, f"{address}/beslissing", {"version": "1"}, page=address)
    assert refused.status_code == 403


async def test_an_unknown_case_is_a_helpful_404(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("triage") as client:
        await sign_in_as(client, [databases("triage")])
        page = await client.get(f"/team/triage/{new_id()}")
    assert page.status_code == 404
    assert "Deze melding staat niet in de wachtrij" in page.text

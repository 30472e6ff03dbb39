"""Who gives no address sends a report all the same, and comes back with its number and a code."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest

from services.intake import domain
from services.intake.handlers import sweeping
from shared import clock
from shared.contracts.intake import ContactGivenV1, ReportSubmittedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from tests.browserlike import post_form, sign_in_as
from tests.facts import said
from tests.intake.filled_in import API_REPORT, STEP_ANSWERS

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
KEY = "a key for tests, of thirty-two bytes"
WITHOUT = {"email": "", "geenEmail": "ja"}


async def report_without_mail(client: httpx.AsyncClient) -> tuple[str, str, str]:
    """Number, code and the address of the status page, as the confirmation has them."""
    for number, answers in enumerate(STEP_ANSWERS, 1):
        sent = await post_form(client, f"/melden/{number}", {**answers, **(WITHOUT if "email" in answers else {})})
    page = await client.get(sent.headers["location"])
    code = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", page.text)
    assert code, page.text
    assert "mail naar" not in page.text
    assert "data-print" in page.text
    return "RW-26-0001", code[1], sent.headers["location"].removesuffix("/bevestiging")


async def follow(client: httpx.AsyncClient, reference: str, code: str) -> httpx.Response:
    return await post_form(client, "/volgen", {"kenmerk": reference, "code": code})


async def test_a_report_without_an_address_is_taken_in_and_gives_nobody_to_mail(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await report_without_mail(client)
    facts = await said(databases("intake"))
    assert [fact.by_mail for fact in facts if isinstance(fact, ReportSubmittedV1)] == [False]
    assert [fact for fact in facts if isinstance(fact, ContactGivenV1)] == []


async def test_with_an_address_it_says_so(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await client.post("/api/v1/meldingen", json=API_REPORT)
    facts = await said(databases("intake"))
    assert [fact.by_mail for fact in facts if isinstance(fact, ReportSubmittedV1)] == [True]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Vul een e-mailadres in"),
        ({"geenEmail": "ja"}, "Haal je e-mailadres weg, of haal het vinkje eronder weg"),
    ],
)
async def test_an_address_is_not_left_out_by_accident(
    client_for: ClientFor, fields: dict[str, str], sentence: str
) -> None:
    async with client_for("intake") as client:
        for number in (1, 2, 3):
            await post_form(client, f"/melden/{number}", STEP_ANSWERS[number - 1])
        page = await post_form(client, "/melden/4", {**STEP_ANSWERS[3], **fields})
    assert (page.status_code, page.text.count(sentence) >= 2) == (422, True)


async def test_a_machine_may_leave_the_address_out_on_purpose_only(client_for: ClientFor) -> None:
    without = {name: given for name, given in API_REPORT.items() if name != "email"}
    async with client_for("intake") as client:
        refused = await client.post("/api/v1/meldingen", json=without)
        taken = await client.post("/api/v1/meldingen", json=without | {"geenEmail": True})
    assert [fault["veld"] for fault in refused.json()["fouten"]] == ["email"]
    assert taken.status_code == 201


async def test_the_summary_says_that_there_is_no_address(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        for number, answers in enumerate(STEP_ANSWERS[:4], 1):
            await post_form(client, f"/melden/{number}", {**answers, **(WITHOUT if "email" in answers else {})})
        assert "Geen. Je volgt je melding met een code" in (await client.get("/melden/5")).text


async def test_number_and_code_open_the_page_however_they_are_typed(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        reference, code, page = await report_without_mail(client)
        for typed in ((reference, code), (" rw 26 1", code.lower().replace("-", " ")), ("26-0001", code)):
            answer = await follow(client, *typed)
            assert (answer.status_code, answer.headers["location"]) == (303, page)


async def test_the_status_page_leads_back_to_the_code(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        _, code, page = await report_without_mail(client)
        assert f'href="{page}/bevestiging"' in (await client.get(page)).text
        assert code in (await client.get(f"{page}/bevestiging")).text


async def test_a_wrong_code_and_an_unknown_number_are_refused_in_the_same_words(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        reference, code, _ = await report_without_mail(client)
        wrong, unknown = await follow(client, reference, "AAAA-AAAA"), await follow(client, "RW-26-9999", code)
    for answer in (wrong, unknown):
        assert (answer.status_code, "horen niet bij elkaar" in answer.text) == (422, True)


async def test_after_ten_wrong_codes_the_number_rests_for_an_hour(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        reference, code, _ = await report_without_mail(client)
        for _ in range(10):
            await follow(client, reference, "AAAA-AAAA")
        late = await follow(client, reference, code)
        assert (late.status_code, "te vaak" in late.text) == (429, True)
        with clock.frozen(clock.now() + timedelta(minutes=61)):
            assert (await follow(client, reference, code)).status_code == 303


async def test_the_team_sees_that_there_is_no_address(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await report_without_mail(client)
        (report,) = [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)]
        await sign_in_as(client, [intake], Role.LEAD)
        page = await client.get(f"/team/meldingen/{report.report_id}/melder")
    assert "Geen e-mail: volgt de melding met een code" in page.text


async def test_an_address_that_is_not_there_is_not_said_again(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await report_without_mail(client)
    with clock.frozen(clock.now() + timedelta(hours=7)):
        async with intake.transaction() as session:
            await sweeping.sweep(session, key=KEY)
    assert [fact for fact in await said(intake) if isinstance(fact, ContactGivenV1)] == []


def test_codes_have_no_letters_that_look_alike_and_are_never_the_same() -> None:
    codes = {domain.return_code(bytes([number]) * 16, KEY) for number in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


@pytest.mark.parametrize("typed", ["RW-26-0418", "rw 26 0418", "rw260418", "26-418", " RW–26–418 "])
def test_a_number_is_read_as_it_was_meant(typed: str) -> None:
    assert domain.typed_reference(typed) == "RW-26-0418"

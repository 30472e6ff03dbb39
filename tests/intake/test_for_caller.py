"""The team writes down the report of somebody on the phone."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest

from services.triage.subscribers import facts as triage_facts
from shared import clock
from shared.contracts.intake import ContactGivenV1, ReportSubmittedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from tests.browserlike import ORIGIN, TOKEN, post_form, sign_in_as
from tests.facts import deliver, said
from tests.intake.filled_in import STEP_ANSWERS

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
HERE = "/team/meldingen/nieuw"
ANSWERS = {name: given for step in STEP_ANSWERS[:4] for name, given in step.items()} | {"sleutel": "een"}
WITHOUT = ANSWERS | {"email": "", "geenEmail": "ja"}


async def submitted(databases: Databases) -> list[ReportSubmittedV1]:
    return [fact for fact in await said(databases("intake")) if isinstance(fact, ReportSubmittedV1)]


async def test_a_report_by_phone_says_who_wrote_it_down_and_the_caller_is_mailed(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        member = await sign_in_as(client, [databases("intake")])
        sent = await post_form(client, HERE, ANSWERS)
        page = await client.get(sent.headers["location"])
    assert "RW-26-0001" in page.text
    (fact,) = await submitted(databases)
    assert (fact.entered_by, fact.entered_by_name, fact.by_mail) == (member.id, member.name, True)
    assert any(isinstance(one, ContactGivenV1) for one in await said(databases("intake")))


async def test_without_an_address_there_is_a_code_to_read_aloud_that_opens_the_report(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await sign_in_as(client, [databases("intake")])
        sent = await post_form(client, HERE, WITHOUT)
        page = await client.get(sent.headers["location"])
        code = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", page.text)
        assert code
        followed = await post_form(client, "/volgen", {"kenmerk": "RW-26-0001", "code": code[1]})
        assert followed.headers["location"].startswith("/melding/")
        with clock.frozen(clock.now() + timedelta(minutes=59)):
            assert code[1] in (await client.get(sent.headers["location"])).text
    async with client_for("intake") as other:
        await sign_in_as(other, [databases("intake")], name="Mo")
        assert (await other.get(sent.headers["location"])).status_code == 404


async def test_pressed_twice_it_is_one_report_and_changed_it_is_refused(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await sign_in_as(client, [databases("intake")])
        first = await post_form(client, HERE, ANSWERS)
        second = await post_form(client, HERE, ANSWERS)
        changed = await post_form(client, HERE, ANSWERS | {"titel": "Iets anders"})
    assert first.headers["location"] == second.headers["location"]
    assert changed.status_code == 422
    assert "al ingevoerd" in changed.text
    assert len(await submitted(databases)) == 1


async def test_the_guard_looks_at_what_a_member_types_too(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await sign_in_as(client, [databases("intake")])
        story = ANSWERS["verhaal"]
        asked = await post_form(client, HERE, ANSWERS | {"verhaal": f"{story} Het BSN is 111222333."})
        assert "Staat hier iets over een pati" in asked.text
        token = TOKEN.search(asked.text)
        assert token
        again = ANSWERS | {"verhaal": f"{story} Het BSN is 111222333.", "csrf_token": token[1]}
        again |= {f"privacy-{key}": "verberg" for key in re.findall(r"privacy-([0-9a-f]{24})", asked.text)}
        sent = await client.post(HERE, data=again, headers={"Origin": ORIGIN})
    assert sent.status_code == 303
    (fact,) = await submitted(databases)
    assert "111222333" not in fact.story
    assert sum(fact.hidden_pieces.values()) == 1


async def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
    client_for: ClientFor, databases: Databases
) -> None:
    async with client_for("intake") as client:
        await sign_in_as(client, [databases("intake")])
        wrong = await post_form(client, HERE, ANSWERS | {"minuten": ""})
    assert wrong.status_code == 422
    assert "Vul een getal in van 1" in wrong.text
    assert str(ANSWERS["titel"]) in wrong.text


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
async def test_who_may_not_decide_may_not_enter(client_for: ClientFor, databases: Databases, role: Role) -> None:
    async with client_for("intake") as client:
        await sign_in_as(client, [databases("intake")], role=role)
        assert (await client.get(HERE)).status_code == 403


async def test_the_case_and_its_history_say_that_it_came_by_phone(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake", "triage") as client:
        member = await sign_in_as(client, [databases("intake"), databases("triage")])
        await post_form(client, HERE, ANSWERS)
        (fact,) = await submitted(databases)
        await deliver(databases("triage"), triage_facts, fact)
        case = (await client.get(f"/team/triage/{fact.report_id}")).text
        queue = (await client.get("/team/triage")).text
    assert f"Telefonisch, ingevoerd door {member.name}" in case
    assert "Melding telefonisch aangenomen en ingevoerd." in case
    assert "Telefonisch" in queue

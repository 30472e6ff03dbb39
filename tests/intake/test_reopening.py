"""What a reporter does on the status page once the report has ended."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.intake.handlers import checks
from services.intake.handlers.checks import Given
from services.intake.subscribers import facts
from shared import clock
from shared.contracts.intake import CheckAnsweredV1, ReopeningRequestedV1
from shared.contracts.triage import ReopeningRefusedV1, ReportReopenedV1
from shared.contracts.vocabulary import CheckAnswer, NextActor
from shared.database import Database
from tests.browserlike import post_form
from tests.facts import deliver, said
from tests.intake.ended import CLOSED_AT, a_notice, an_ended_report

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
AGREEMENT = {"public_status": "Er is al een afspraak", "next_actor": NextActor.REPORTER, "next_actor_name": "Jij"}
QUESTION = "Is het in jouw praktijk echt opgelost?"
NEXT_WEEK = CLOSED_AT + timedelta(days=7)
NINTH_WEEK = CLOSED_AT + timedelta(weeks=8, days=1)
WHY = "De leverancier vraagt het nog steeds."


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(NEXT_WEEK):
        async with client_for("intake") as opened:
            yield opened


async def _answer(client: httpx.AsyncClient, address: str, answer: str, text: str = "") -> httpx.Response:
    fields = {"opgelost": answer, "toelichting": text}
    return await post_form(client, f"{address}/opgelost", fields, page=address)


async def _answers(database: Database) -> list[tuple[CheckAnswer, str | None]]:
    return [(fact.answer, fact.text) for fact in await said(database) if isinstance(fact, CheckAnsweredV1)]


async def _requests(database: Database) -> list[ReopeningRequestedV1]:
    return [fact for fact in await said(database) if isinstance(fact, ReopeningRequestedV1)]


async def _refused(database: Database, report_id: UUID) -> None:
    (request,) = await _requests(database)
    fact = ReopeningRefusedV1(
        report_id=report_id, decided_by="Mo", reason="Later", request_id=request.request_id,
        explanation="De afspraak geldt vanaf januari.",
    )  # fmt: skip
    with clock.frozen(NEXT_WEEK + timedelta(days=1)):
        await deliver(database, facts, fact)
        notice = a_notice(report_id, public_status="Gesloten", happened_at=clock.now(), title="Niet opnieuw")
        await deliver(database, facts, notice)


async def test_yes_is_thanked_for_and_shown(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await an_ended_report(client, intake)
    assert QUESTION in (await client.get(address)).text
    sent = await _answer(client, address, "yes")
    assert (sent.status_code, sent.headers["location"]) == (303, address)
    page = (await client.get(address)).text
    for shown in ("Bedankt. Fijn dat het is opgelost.", "<strong>ja, opgelost</strong>", "Verander je antwoord"):
        assert shown in page
    assert await _answers(intake) == [(CheckAnswer.YES, None)]
    assert await _requests(intake) == []


async def test_no_asks_to_open_the_report_again_and_says_who_is_to_move(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await an_ended_report(client, intake)
    await _answer(client, address, "no", WHY)
    page = (await client.get(address)).text
    for shown in ("Je vroeg ons om je melding weer te openen", WHY, "Wij beoordelen", "Uiterlijk 22 oktober"):
        assert shown in page
    assert await _answers(intake) == [(CheckAnswer.NO, WHY)]
    (request,) = await _requests(intake)
    assert (request.report_id, request.reason) == (report_id, WHY)


async def test_the_same_answer_twice_is_one_and_another_takes_its_place(
    client: httpx.AsyncClient, intake: Database
) -> None:
    _, address = await an_ended_report(client, intake)
    for answer in ("no", "no", "a_little"):
        await _answer(client, address, answer)
    assert await _answers(intake) == [(CheckAnswer.NO, None), (CheckAnswer.A_LITTLE, None)]
    assert len(await _requests(intake)) == 1
    assert "een beetje" in (await client.get(address)).text


async def test_two_noes_at_the_same_moment_are_one_request(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, _ = await an_ended_report(client, intake)

    async def say_no() -> Given:
        async with intake.transaction() as session:
            return await checks.answer_check(session, report_id, CheckAnswer.NO, None)

    assert Given.REOPENING in await asyncio.gather(say_no(), say_no())
    assert len(await _requests(intake)) == 1


@pytest.mark.parametrize("field", ["toelichting", "opgelost"])
async def test_what_cannot_be_taken_is_shown_again_with_what_was_typed(
    client: httpx.AsyncClient, intake: Database, field: str
) -> None:
    _, address = await an_ended_report(client, intake)
    text = "x" * 1001 if field == "toelichting" else "Bijna goed."
    wrong = await _answer(client, address, "no" if field == "toelichting" else "", text)
    assert wrong.status_code == 422
    assert f'href="#{field}"' in wrong.text
    assert text in wrong.text
    assert await _answers(intake) == []


async def test_who_was_to_try_an_agreement_is_no_longer_to_move_after_an_answer(
    client: httpx.AsyncClient, intake: Database
) -> None:
    _, address = await an_ended_report(client, intake, **AGREEMENT)
    assert "jij bent aan zet" in (await client.get(address)).text
    await _answer(client, address, "a_little", "Bij één poli niet.")
    page = (await client.get(address)).text
    assert "jij bent aan zet" not in page
    assert "Bij één poli niet." in page


async def test_a_closed_report_can_be_asked_for_with_a_reason(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await an_ended_report(client, intake, public_status="Gesloten")
    page = (await client.get(address)).text
    assert QUESTION not in page
    assert "Dat kan tot en met 3 december." in page
    wrong = await post_form(client, f"{address}/heropenen", {"reden": " "}, page=address)
    assert wrong.status_code == 422
    assert "Schrijf kort op waarom" in wrong.text
    for _ in range(2):
        sent = await post_form(client, f"{address}/heropenen", {"reden": WHY}, page=address if _ == 0 else "/melden")
    assert "We bekijken of we je melding weer openen." in (await client.get(sent.headers["location"])).text
    assert [request.reason for request in await _requests(intake)] == [WHY]


async def test_after_eight_weeks_a_no_counts_but_opens_nothing(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await an_ended_report(client, intake)
    with clock.frozen(NINTH_WEEK):
        assert "openen kon tot en met 3 december" in (await client.get(address)).text
        await _answer(client, address, "no", WHY)
        page = (await client.get(address)).text
    assert "Doe een nieuwe melding" in page
    assert await _answers(intake) == [(CheckAnswer.NO, WHY)]
    assert await _requests(intake) == []


async def test_after_eight_weeks_a_closed_report_stays_closed(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await an_ended_report(client, intake, public_status="Gesloten")
    with clock.frozen(NINTH_WEEK):
        assert "Heropen mijn melding" not in (await client.get(address)).text
        late = await post_form(client, f"{address}/heropenen", {"reden": WHY}, page="/melden")
        assert "Dit kan nu niet meer." in (await client.get(late.headers["location"])).text
    assert await _requests(intake) == []


async def test_a_refusal_ends_the_asking_until_the_report_ends_anew(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await an_ended_report(client, intake)
    await _answer(client, address, "no")
    await _refused(intake, report_id)
    page = (await client.get(address)).text
    assert "Je vroeg ons al om deze melding weer te openen." in page
    assert "Heropen mijn melding" not in page
    assert QUESTION not in page
    for days, status in ((2, "In onderzoek"), (3, "Opgelost")):
        happened_at = NEXT_WEEK + timedelta(days=days)
        await deliver(intake, facts, a_notice(report_id, public_status=status, happened_at=happened_at))
    assert QUESTION in (await client.get(address)).text


async def test_a_reopened_report_runs_again_also_before_its_notice_is_heard(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await an_ended_report(client, intake)
    await _answer(client, address, "no")
    (request,) = await _requests(intake)
    decided = {"decided_by": "Mo", "reason": "Klopt", "request_id": request.request_id}
    await deliver(intake, facts, ReportReopenedV1(report_id=report_id, answer_by=clock.today(), **decided))
    page = (await client.get(address)).text
    assert "Je vroeg ons om je melding weer te openen" not in page
    assert QUESTION not in page


async def test_a_running_report_asks_nothing(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await an_ended_report(client, intake, public_status="In onderzoek", next_actor=NextActor.TEAM)
    page = (await client.get(address)).text
    assert QUESTION not in page
    assert "Heropen mijn melding" not in page
    sent = await post_form(client, f"{address}/opgelost", {"opgelost": "no"}, page="/melden")
    assert "Dit kan nu niet meer." in (await client.get(sent.headers["location"])).text
    assert await _answers(intake) == []


async def test_the_page_says_when_we_ask_again(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await an_ended_report(client, intake)
    page = (await client.get(address)).text
    for shown in ("Rond 5 november", "Rond 31 december", "Wij vragen of het echt is opgelost"):
        assert shown in page


async def test_a_check_leaves_the_page_as_it_stood(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await an_ended_report(client, intake, **AGREEMENT)
    check = a_notice(
        report_id, happened_at=CLOSED_AT + timedelta(days=1), title="Is het echt zo?", changes_standing=False
    )
    await deliver(intake, facts, check)
    page = (await client.get(address)).text
    assert "Is het echt zo?" in page
    assert "<dd>Er is al een afspraak</dd>" in page


async def test_the_weeks_to_reopen_are_a_setting(
    client: httpx.AsyncClient, intake: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_REOPEN_WEEKS", "2")
    _, address = await an_ended_report(client, intake, public_status="Gesloten")
    assert "Dat kan tot en met 22 oktober." in (await client.get(address)).text

"""A reporter takes a report back with a code that we mailed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.intake.subscribers import facts
from services.intake.tables import KnownLink, KnownThing, Letter, Report, Reporter
from shared import clock
from shared.contracts.intake import AnswerGivenV1, ReportErasedV1, ReportSubmittedV1, ReportWithdrawnV1
from shared.contracts.triage import ReportLinkedV1
from shared.contracts.vocabulary import WithdrawReason
from shared.database import Database
from shared.ids import new_id
from shared.letters import LetterKind
from tests.browserlike import post_form
from tests.erasing.searching import columns_with
from tests.facts import deliver
from tests.intake.ended import CLOSED_AT, an_ended_report
from tests.intake.mailed_codes import another, last_code, letters_asked
from tests.intake.sent_report import a_notice_of, a_sent_report, said_of
from tests.pages import words_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
EMAIL = "noor@denkbeeldigemolen.example"


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
async def client(client_for: ClientFor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("intake") as opened:
        yield opened


async def _asked(client: httpx.AsyncClient, address: str, reason: str = "no_longer") -> str:
    """Ask for a code; the page that takes it."""
    sent = await post_form(client, f"{address}/intrekken", {"reden": reason})
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


async def _typed(client: httpx.AsyncClient, page: str, code: str, reason: str = "no_longer") -> httpx.Response:
    return await post_form(client, page.partition("?")[0], {"reden": reason, "mailcode": code}, page=page)


async def test_it_takes_a_reason_and_the_code_from_the_mail(
    client: httpx.AsyncClient, intake: Database, database_url: str
) -> None:
    report_id, address = await a_sent_report(client, intake)
    page = await _asked(client, address)
    assert "n…@denkbeeldigemolen.example" in (await client.get(page)).text
    (letter,) = await letters_asked(intake)
    assert (letter.kind, letter.email, letter.reference) == (LetterKind.WITHDRAW, EMAIL, "RW-26-0001")
    sent = await _typed(client, page, f" {(await last_code(intake))[:3]}-{(await last_code(intake))[3:]} ")
    gone = await client.get(sent.headers["location"])
    assert gone.status_code == 410
    assert "Je melding is ingetrokken" in gone.text
    facts_said = await said_of(intake, ReportWithdrawnV1)
    assert facts_said == [ReportWithdrawnV1(report_id=report_id, reason=WithdrawReason.NO_LONGER)]
    async with intake.transaction() as session:
        assert await session.get(Reporter, report_id) is None
    assert [place for place in columns_with(database_url, EMAIL) if not place.startswith("intake.outbox")] == []


async def test_a_wrong_code_takes_nothing_back_and_five_of_them_end_it(
    client: httpx.AsyncClient, intake: Database
) -> None:
    _, address = await a_sent_report(client, intake)
    page = await _asked(client, address)
    code = await last_code(intake)
    for _ in range(4):
        answer = await _typed(client, page, another(code))
        assert answer.status_code == 422
        assert "Deze code klopt niet." in answer.text
    assert "Je typte te vaak" in (await _typed(client, page, another(code))).text
    assert "Je typte te vaak" in (await _typed(client, page, code)).text
    assert await said_of(intake, ReportWithdrawnV1) == []


async def test_without_a_reason_or_a_code_it_says_what_is_missing(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    answer = await post_form(client, f"{address}/intrekken", {})
    assert answer.status_code == 422
    page = await _asked(client, address)
    assert "Vul de code uit de mail in" in (await _typed(client, page, "")).text
    assert "Deze code klopt niet." in (await _typed(client, page, "abc")).text


async def test_a_code_of_another_report_or_an_hour_ago_does_nothing(
    client: httpx.AsyncClient, intake: Database
) -> None:
    _, mine = await a_sent_report(client, intake)
    _, other = await a_sent_report(client, intake)
    page = await _asked(client, mine)
    code = await last_code(intake)
    assert "Deze code werkt niet." in (await _typed(client, f"{other}/intrekken/code", code)).text
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert "Deze code werkt niet meer." in (await _typed(client, page, code)).text
    assert await said_of(intake, ReportWithdrawnV1) == []


async def test_pressing_twice_takes_it_back_once(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake)
    page = await _asked(client, address)
    code = await last_code(intake)
    answers = await asyncio.gather(*(_typed(client, page, code) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers)[0] == 303
    assert {answer.status_code for answer in answers} <= {303, 410}
    assert len(await said_of(intake, ReportWithdrawnV1)) == 1


async def test_afterwards_nothing_else_can_be_done_but_erasing(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    page = await _asked(client, address)
    await _typed(client, page, await last_code(intake))
    for part in ("toevoegen", "mails", "pdf", "mailadres", "intrekken", "intrekken/code", "bevestiging"):
        assert (await client.get(f"{address}/{part}")).status_code == 410, part
    answer = await post_form(client, f"{address}/antwoord", {"vraag": str(report_id)}, page="/melden")
    assert answer.status_code == 410
    assert await said_of(intake, AnswerGivenV1) == []
    assert "Wis dan alles wat je schreef" in (await client.get(address)).text
    await post_form(client, f"{address}/wissen", {"zeker": "ja"})
    assert "Je melding is gewist" in (await client.get(address)).text
    assert len(await said_of(intake, ReportErasedV1)) == 1


async def test_a_report_under_research_can_be_taken_back_and_a_closed_one_not(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await a_sent_report(client, intake)
    await deliver(intake, facts, a_notice_of(report_id))
    assert "Trek de melding in" in (await client.get(address)).text
    _, closed = await an_ended_report(client, intake)
    with clock.frozen(CLOSED_AT + timedelta(days=1)):
        assert "Trek de melding in" not in (await client.get(closed)).text
        assert "Je melding is al klaar" in words_of((await client.get(f"{closed}/intrekken")).text)
        answer = await post_form(client, f"{closed}/intrekken", {"reden": "other"}, page="/melden")
    assert "Je melding is al klaar" in words_of(answer.text)
    assert await letters_asked(intake) == []


async def test_a_report_that_was_closed_while_the_code_was_typed_stays_closed(
    client: httpx.AsyncClient, intake: Database
) -> None:
    report_id, address = await a_sent_report(client, intake)
    page = await _asked(client, address)
    await deliver(intake, facts, a_notice_of(report_id, public_status="Gesloten"))
    answer = await _typed(client, page, await last_code(intake))
    assert "Je melding is al klaar" in words_of(answer.text)
    assert await said_of(intake, ReportWithdrawnV1) == []


async def test_no_reminder_goes_to_who_left(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake, eigenStappen=["nogNietsGedaan"], herinnering=True)
    page = await _asked(client, address)
    await _typed(client, page, await last_code(intake))
    async with intake.transaction() as session:
        report = await session.get_one(Report, report_id)
        assert (report.remind_at, report.withdrawn_at) == (None, report.pseudonymised_at)
        left = await session.scalars(select(Letter).where(col(Letter.about_id) == report_id))
        assert left.all() == []


async def test_others_do_not_find_it_any_more(client: httpx.AsyncClient, intake: Database) -> None:
    report_id, address = await a_sent_report(client, intake)
    (submitted,) = await said_of(intake, ReportSubmittedV1)
    await deliver(intake, facts, submitted)
    page = await _asked(client, address)
    await _typed(client, page, await last_code(intake))
    linked = ReportLinkedV1(
        report_id=report_id, decided_by="Sanne", reason="Lijkt erop", dossier_id=new_id(), dossier_title="Een regel",
        opens_dossier=True, practices=1,
    )  # fmt: skip
    for fact in (submitted.model_copy(), linked):
        await deliver(intake, facts, fact)
    async with intake.transaction() as session:
        assert await session.get(KnownThing, report_id) is None
        assert await session.get(KnownLink, report_id) is None


async def test_who_gave_no_address_takes_it_back_without_a_code(client: httpx.AsyncClient, intake: Database) -> None:
    _, address = await a_sent_report(client, intake, email=None, geenEmail=True)
    assert "We mailen eerst een code" not in (await client.get(f"{address}/intrekken")).text
    sent = await post_form(client, f"{address}/intrekken", {"reden": "mistake"})
    assert "Je melding is ingetrokken" in (await client.get(sent.headers["location"])).text
    assert len(await said_of(intake, ReportWithdrawnV1)) == 1

"""The reporter's own page: what happened, whose turn it is, and how to answer."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from services.intake.subscribers import facts
from services.intake.tables import PersonalDataView, Report
from shared.contracts.intake import AnswerGivenV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.triage import QuestionAskedV1
from shared.contracts.vocabulary import MailState, NextActor, Role
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


async def _report(client: httpx.AsyncClient, database: Database) -> tuple[UUID, str]:
    """A report that was sent: its id and the address of its page."""
    address = (await client.post("/api/v1/meldingen", json=API_REPORT)).json()["statusUrl"]
    async with database.transaction() as session:
        report_id = (await session.scalars(select(col(Report.id)))).one()
    return report_id, address.removeprefix("http://localhost")


def _question(report_id: UUID) -> QuestionAskedV1:
    return QuestionAskedV1(
        report_id=report_id, decided_by="Sanne de Vries", reason="Onduidelijk", question_id=new_id(),
        question="Bij welke verzekeraar gebeurt dit?", answer_by=date(2026, 12, 4),
    )  # fmt: skip


def _notice(report_id: UUID, **changes: Any) -> NoticeIssuedV1:
    values: dict[str, Any] = {
        "notice_id": new_id(),
        "report_id": report_id,
        "happened_at": datetime.now(UTC) + timedelta(minutes=5),
        "title": "We gaan dit onderzoeken",
        "text": "We zoeken uit waar de regel staat.",
        "public_status": "In onderzoek",
        "next_actor": NextActor.TEAM,
        "next_actor_name": "Wij",
    }
    return NoticeIssuedV1.model_validate(values | changes)


async def test_a_fresh_report_says_it_is_in_and_when_we_answer(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        _, address = await _report(client, databases("intake"))
        page = await client.get(address)
    assert "Je hebt de melding verstuurd" in page.text
    top, _, happened = page.text.partition('id="gebeurd"')
    assert "Wij zijn aan zet" in top and "Je hoort wat we gaan doen. Jij hoeft nu niets te doen." in top
    assert "Je hoort wat we gaan doen" in happened
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"


async def test_a_notice_is_shown_in_its_own_words_once(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        await deliver(databases("intake"), facts, _notice(report_id), times=2)
        page = await client.get(address)
    assert page.text.count("We zoeken uit waar de regel staat.") == 1
    assert "In onderzoek" in page.text


async def test_whose_turn_it_is_stands_on_top_also_when_it_is_somebody_elses(
    client_for: ClientFor, databases: Databases
) -> None:
    elsewhere = {"public_status": "Bij een andere organisatie", "next_actor": NextActor.PARTY}
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        await deliver(databases("intake"), facts, _notice(report_id, next_actor_name="De gemeente", **elsewhere))
        page = await client.get(address)
    top = page.text.partition('id="gebeurd"')[0]
    assert "turncard-party" in top and "De gemeente is aan zet" in top
    assert "De gemeente zet de volgende stap. Jij hoeft nu niets te doen." in top


async def test_a_question_can_be_answered_once(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        question = _question(report_id)
        await deliver(databases("intake"), facts, question)
        page = await client.get(address)
        assert "Jij bent aan zet" in page.text
        assert question.question in page.text
        answer = {"vraag": str(question.question_id), "antwoord": "Bij twee verzekeraars."}
        sent = await post_form(client, f"{address}/antwoord", answer, page=address)
        assert "Bedankt, je antwoord is binnen." in (await client.get(sent.headers["location"])).text
        again = await post_form(client, f"{address}/antwoord", answer, page="/melden")
        assert "Je hebt deze vraag al beantwoord." in (await client.get(again.headers["location"])).text
    answers = [fact for fact in await said(databases("intake")) if isinstance(fact, AnswerGivenV1)]
    assert [(fact.question_id, fact.text) for fact in answers] == [(question.question_id, "Bij twee verzekeraars.")]


async def test_not_knowing_is_an_answer(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        question = _question(report_id)
        await deliver(databases("intake"), facts, question)
        form = {"vraag": str(question.question_id), "antwoord": "", "actie": "weet-niet"}
        await post_form(client, f"{address}/antwoord", form, page=address)
    answers = [fact for fact in await said(databases("intake")) if isinstance(fact, AnswerGivenV1)]
    assert [fact.text for fact in answers] == [None]


async def test_an_empty_answer_gets_a_sentence(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        question = _question(report_id)
        await deliver(databases("intake"), facts, question)
        form = {"vraag": str(question.question_id), "antwoord": " "}
        page = await post_form(client, f"{address}/antwoord", form, page=address)
    assert page.status_code == 422
    assert "Vul je antwoord in" in page.text


async def test_a_question_the_team_no_longer_waits_for_is_gone(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        await deliver(databases("intake"), facts, _question(report_id))
        await deliver(databases("intake"), facts, _notice(report_id))
        page = await client.get(address)
    assert "Jij bent aan zet" not in page.text
    assert "Verstuur antwoord" not in page.text


async def test_a_reminder_leaves_the_question_to_be_answered(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        await deliver(databases("intake"), facts, _question(report_id))
        reminder = {"public_status": "Vraag aan jou", "next_actor": NextActor.REPORTER, "changes_standing": False}
        await deliver(databases("intake"), facts, _notice(report_id, title="Herinnering", **reminder))
        page = await client.get(address)
    assert "Herinnering" in page.text
    assert "Verstuur antwoord" in page.text


async def test_a_late_answer_is_still_taken_while_the_team_goes_on(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        question = _question(report_id)
        await deliver(databases("intake"), facts, question)
        went_on = _notice(report_id, public_status="Wij beoordelen", expected_on=date(2026, 12, 14))
        await deliver(databases("intake"), facts, went_on)
        page = await client.get(address)
        assert "Je kunt nog antwoorden" in page.text
        assert "Jij bent aan zet" not in page.text
        assert "Uiterlijk 14 december" in page.text
        answer = {"vraag": str(question.question_id), "antwoord": "Bij twee verzekeraars."}
        sent = await post_form(client, f"{address}/antwoord", answer, page=address)
        assert "Bedankt, je antwoord is binnen." in (await client.get(sent.headers["location"])).text
    assert [type(fact) for fact in await said(databases("intake"))][-1] is AnswerGivenV1


async def test_a_reporter_hears_that_mail_does_not_arrive(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report_id, address = await _report(client, databases("intake"))
        settled = MailSettledV1(mail_id=new_id(), about_id=report_id, state=MailState.FAILED)
        await deliver(databases("intake"), facts, settled)
        assert "Onze mail komt niet aan" in (await client.get(address)).text


@pytest.mark.parametrize("path", ["/melding/onzin", "/melding/onzin/bevestiging", "/melding/" + "A" * 22])
async def test_a_link_that_opens_nothing_says_so(client_for: ClientFor, path: str) -> None:
    async with client_for("intake") as client:
        page = await client.get(path)
    assert page.status_code == 404
    assert "Deze link werkt niet meer" in page.text


async def test_text_of_a_reporter_is_shown_as_text(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        report = API_REPORT | {"titel": "<script>alert(1)</script>"}
        address = (await client.post("/api/v1/meldingen", json=report)).json()["statusUrl"]
        page = await client.get(address)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


async def test_the_team_sees_who_reported_and_that_is_remembered(client_for: ClientFor, databases: Databases) -> None:
    database = databases("intake")
    async with client_for("intake") as client:
        report_id, _ = await _report(client, database)
        member = await sign_in_as(client, [database], Role.RESEARCHER)
        page = await client.get(f"/team/meldingen/{report_id}/melder")
    assert "noor@denkbeeldigemolen.example" in page.text
    async with database.transaction() as session:
        (view,) = (await session.scalars(select(PersonalDataView))).all()
    assert (view.report_id, view.member_id) == (report_id, member.id)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
async def test_who_may_not_see_reporters_is_refused(client_for: ClientFor, databases: Databases, role: Role) -> None:
    async with client_for("intake") as client:
        report_id, _ = await _report(client, databases("intake"))
        await sign_in_as(client, [databases("intake")], role)
        page = await client.get(f"/team/meldingen/{report_id}/melder")
    assert page.status_code == 403
    assert "denkbeeldigemolen" not in page.text


async def test_a_stranger_is_sent_to_the_sign_in_page(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        page = await client.get(f"/team/meldingen/{new_id()}/melder")
    assert page.status_code == 303
    assert page.headers["location"].startswith("/team/inloggen?volgende=/team/meldingen/")

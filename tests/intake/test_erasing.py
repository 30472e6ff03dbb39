"""A report is erased by its reporter, or from the list; reporters are forgotten long after the end."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from services.intake.erasure_list import Listed
from services.intake.handlers import erasing
from services.intake.jobs import keep_erasure_list
from services.intake.repository import reports
from services.intake.subscribers import facts
from services.intake.tables import BrokerErasure, Erasure, IdempotencyKey, Question, Report, Reporter
from shared import clock
from shared.contracts.escalation import HandoverErasedV1
from shared.contracts.intake import ContactGivenV1, ReportErasedV1, ReporterPseudonymisedV1, ReportSubmittedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.triage import QuestionAskedV1
from shared.contracts.vocabulary import EraseReason, NextActor, Role
from shared.contracts.words import GONE
from shared.database import Database
from shared.erasure_list import add_to_list, read_lines
from shared.ids import new_id
from shared.messaging.jobs import JobContext
from tests.browserlike import post_form, settings_for_tests, sign_in_as
from tests.erasing.searching import columns_with
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
SECRET = "kanarie"
WORDS = {"titel": f"Over {SECRET}", "verhaal": f"Het verhaal van de {SECRET}, elke week.", "naam": f"N. {SECRET}"}


async def _sent(client: httpx.AsyncClient, intake: Database, key: str = "") -> tuple[UUID, str]:
    """A report full of words, with a question out: its id and the address of its page."""
    headers = {"Idempotency-Key": key} if key else {}
    answer = await client.post("/api/v1/meldingen", json=API_REPORT | WORDS, headers=headers)
    submitted = [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)]
    report_id = submitted[-1].report_id
    await deliver(intake, facts, _question(report_id))
    await deliver(intake, facts, _notice(report_id, "Vraag aan jou"))
    return report_id, answer.json()["statusUrl"].removeprefix("http://localhost")


def _question(report_id: UUID) -> QuestionAskedV1:
    return QuestionAskedV1(
        report_id=report_id, decided_by="Sanne de Vries", reason=SECRET, question_id=new_id(),
        question=f"Welke {SECRET}?", answer_by=clock.today(),
    )  # fmt: skip


def _notice(report_id: UUID, status: str, at: datetime = START) -> NoticeIssuedV1:
    return NoticeIssuedV1(
        notice_id=new_id(), report_id=report_id, happened_at=at, title=f"Over {SECRET}", text=SECRET,
        public_status=status, next_actor=NextActor.NOBODY, next_actor_name="Niemand",
    )  # fmt: skip


async def _rows(intake: Database, table: type[Any]) -> list[Any]:
    async with intake.transaction() as session:
        return list(await session.scalars(select(table)))


async def test_a_reporter_erases_the_report_and_finds_a_page_that_says_so(
    client_for: ClientFor, databases: Databases, database_url: str
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, page = await _sent(client, intake, key=f"sleutel van {SECRET}")
        refused = await post_form(client, f"{page}/wissen", {})
        assert (refused.status_code, "Zet een vinkje" in refused.text) == (422, True)
        assert columns_with(database_url, SECRET)
        done = await post_form(client, f"{page}/wissen", {"zeker": "ja"})
        assert (done.status_code, done.headers["location"]) == (303, page)
        after = await client.get(page)
        assert (after.status_code, "Je melding is gewist" in after.text) == (410, True)
        for path in ("/antwoord", "/opgelost", "/heropenen", "/wissen"):
            assert (await post_form(client, page + path, {"zeker": "ja"}, page="/melden/1")).status_code == 410
    assert columns_with(database_url, SECRET) == []
    (report,) = await _rows(intake, Report)
    assert (report.reference, report.content["minutes"]) == ("RW-26-0001", API_REPORT["minuten"])
    (erasure,) = await _rows(intake, Erasure)
    assert (erasure.report_id, erasure.asked_by, erasure.reason) == (report_id, "Melder", "requested")
    assert (await said(intake))[-1] == ReportErasedV1(report_id=report_id, reason=EraseReason.REQUESTED)


async def test_what_was_said_stays_without_words_and_contact_data_goes(
    client_for: ClientFor, databases: Databases
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, _ = await _sent(client, intake)
    async with intake.transaction() as session:
        assert await erasing.erase(session, report_id, EraseReason.MISTAKE, "Sanne")
    facts_said = await said(intake)
    assert not [fact for fact in facts_said if isinstance(fact, ContactGivenV1)]
    (report,) = (fact for fact in facts_said if isinstance(fact, ReportSubmittedV1))
    assert (report.title, report.minutes, report.reference) == (GONE, API_REPORT["minuten"], "RW-26-0001")


async def test_erasing_twice_is_erasing_once(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, _ = await _sent(client, intake)
    for first in (True, False):
        async with intake.transaction() as session:
            assert await erasing.erase(session, report_id, EraseReason.REQUESTED, "Sanne") is first
    assert len([fact for fact in await said(intake) if isinstance(fact, ReportErasedV1)]) == 1


async def test_an_answer_that_is_being_sent_leaves_nothing(
    client_for: ClientFor, databases: Databases, database_url: str
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, page = await _sent(client, intake)
        (question,) = await _rows(intake, Question)
        async with intake.transaction() as session:
            await erasing.erase(session, report_id, EraseReason.REQUESTED, "Sanne")
            answer = asyncio.create_task(
                post_form(
                    client,
                    f"{page}/antwoord",
                    {"vraag": str(question.id), "antwoord": f"De {SECRET}"},
                    page="/melden/1",
                )
            )
            await asyncio.sleep(0.3)
        assert (await answer).status_code == 410
    assert columns_with(database_url, SECRET) == []


async def test_the_team_hears_that_nobody_knows_who_reported(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, _ = await _sent(client, intake)
        await sign_in_as(client, [intake], Role.LEAD)
        async with intake.transaction() as session:
            await erasing.erase(session, report_id, EraseReason.REQUESTED, "Melder")
        answer = await client.get(f"/team/meldingen/{report_id}/melder")
    assert (answer.status_code, "Deze gegevens zijn gewist" in answer.text) == (410, True)


async def test_an_erased_report_is_cleared_at_the_broker_again_and_again(
    client_for: ClientFor, databases: Databases
) -> None:
    intake, moments = databases("intake"), []
    handover_id = new_id()
    await deliver(intake, facts, HandoverErasedV1(handover_id=handover_id, report_id=new_id()))
    now = clock.now()
    while True:
        with clock.frozen(now):
            async with intake.transaction() as session:
                due = await erasing.due_clearings(session)
                for about, _ in due:
                    assert about == handover_id
                    moments.append(now)
                    await erasing.note_clearing(session, about)
        (row,) = await _rows(intake, BrokerErasure)
        if row.due_at is None:
            break
        now = row.due_at
    assert len(moments) == 8
    assert moments[-1] - moments[0] > timedelta(days=37)


async def test_what_was_erased_cannot_be_taken_back(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, _ = await _sent(client, intake)
    async with intake.transaction() as session:
        await erasing.erase(session, report_id, EraseReason.REQUESTED, "Melder")
    with pytest.raises(DBAPIError, match="only grows"):
        async with intake.transaction() as session:
            await session.execute(text("delete from erasures"))


@pytest.fixture
def erasure_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kept" / "erasures.jsonl"
    monkeypatch.setenv("INTAKE_ERASURE_LIST", str(path))
    return path


async def test_every_erasure_stands_in_a_list_outside_the_database_once(
    client_for: ClientFor, databases: Databases, erasure_list: Path
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, _ = await _sent(client, intake)
    async with intake.transaction() as session:
        await erasing.erase(session, report_id, EraseReason.PATIENT_DATA, f"Wim {SECRET}")
    for _ in range(2):
        await keep_erasure_list(JobContext(intake, settings_for_tests()))
    (listed,) = read_lines(erasure_list, Listed)
    assert (listed.report_id, listed.reason) == (report_id, EraseReason.PATIENT_DATA)
    assert SECRET not in erasure_list.read_text()
    assert erasure_list.stat().st_mode & 0o077 == 0


async def test_what_the_list_has_and_the_database_not_is_erased(
    client_for: ClientFor, databases: Databases, database_url: str, erasure_list: Path
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, _ = await _sent(client, intake)
    never_came_in = Listed(report_id=new_id(), reason=EraseReason.LEGAL, erased_at=START)
    add_to_list(erasure_list, [Listed(report_id=report_id, reason=EraseReason.REQUESTED, erased_at=START)])
    with erasure_list.open("a") as file:
        file.write('{"report_id": "half a li')
    add_to_list(erasure_list, [never_came_in])
    await keep_erasure_list(JobContext(intake, settings_for_tests()))
    assert columns_with(database_url, SECRET) == []
    assert {row.report_id: row.erased_at for row in await _rows(intake, Erasure)} == {
        report_id: START,
        never_came_in.report_id: START,
    }
    assert len(read_lines(erasure_list, Listed)) == 2


@pytest.mark.parametrize(
    ("status", "days", "forgotten"),
    [("Gesloten", 366, True), ("Gesloten", 364, False), ("Opgelost", 366, True), ("In onderzoek", 3660, False)],
)
async def test_a_reporter_is_forgotten_a_year_after_the_end(
    client_for: ClientFor, databases: Databases, status: str, days: int, forgotten: bool
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        report_id, page = await _sent(client, intake)
        await deliver(intake, facts, _notice(report_id, status, START + timedelta(hours=1)))
        with clock.frozen(START + timedelta(hours=1, days=days)):
            async with intake.transaction() as session:
                assert await erasing.pseudonymise(session) == forgotten
            async with intake.transaction() as session:
                assert await erasing.pseudonymise(session) == 0
        shown = await client.get(page)
    assert (ReporterPseudonymisedV1(report_id=report_id) in await said(intake)) is forgotten
    assert (await _rows(intake, Reporter) == []) is forgotten
    assert (shown.status_code, "Deze pagina is er niet meer" in shown.text) == (
        (410, True) if forgotten else (200, False)
    )
    async with intake.transaction() as session:
        report = await reports.report(session, report_id)
    assert report
    assert report.content["title"] == WORDS["titel"]


async def test_keys_of_machines_go_after_a_month(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await _sent(client, intake, key="een sleutel")
    for days, left in ((29, 1), (31, 0)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            async with intake.transaction() as session:
                await erasing.forget_old_keys(session)
                assert await session.scalar(select(func.count(col(IdempotencyKey.key)))) == left

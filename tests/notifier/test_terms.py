"""What reporters and bodies are told when nobody did anything, or did it late."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifier.domain import PublicStatus
from services.notifier.handlers import mailing
from services.notifier.mailer import Uncertain
from services.notifier.notices import notice_of
from services.notifier.rendering.compose import package_mail
from services.notifier.silences import is_said_by_itself, silence_about, why_no_mail
from services.notifier.tables import KeptSilence, Mail
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1, PackageAddressedV1
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.research import DossierReopenedV1
from shared.contracts.triage import (
    QuestionAskedV1,
    QuestionRemindedV1,
    ReportClosedV1,
    ReportDelayedV1,
    ReportReferredV1,
    ReportReturnedV1,
)
from shared.contracts.vocabulary import HandoverAnswer, MailState, NextActor, ReturnReason
from shared.database import Database
from tests.builders import a_contact_given, a_report_submitted, an_answer_given
from tests.facts import said
from tests.notifier.examples import ITEM, KNOWN, PARTY, THE_HIT, a

Hear = Callable[..., Coroutine[Any, Any, None]]
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NIGHT, MORNING = datetime(2026, 11, 27, 2, 0, tzinfo=UTC), datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
SILENT = {"handover_id": ITEM, "silent_party_id": PARTY, "silent_party_name": "HIT"}


async def a_report(hear: Hear) -> ReportSubmittedV1:
    with clock.frozen(AT - timedelta(hours=1)):
        report = a_report_submitted()
        await hear(report, a_contact_given(report_id=report.report_id))
    return report


async def hears_at(hear: Hear, moment: datetime, *facts: Fact) -> None:
    with clock.frozen(moment):
        await hear(*facts)


async def notices(database: Database, report_id: UUID) -> list[NoticeIssuedV1]:
    told = [fact for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]
    return sorted((one for one in told if one.report_id == report_id), key=lambda one: one.happened_at)


async def last_mail(database: Database) -> Mail:
    async with database.transaction() as session:
        found = await session.scalars(select(Mail).order_by("dated_at", "id"))
    return list(found)[-1]


async def test_a_reminder_points_at_the_question_and_leaves_it_as_it_stands(database: Database, hear: Hear) -> None:
    report = await a_report(hear)
    await hears_at(hear, AT, a(QuestionAskedV1, report_id=report.report_id))
    reminded = a(QuestionRemindedV1, report_id=report.report_id, asked_at=AT)
    await hears_at(hear, AT + timedelta(days=7), reminded, reminded)
    notice = (await notices(database, report.report_id))[-1]
    assert notice.title == "Herinnering: we wachten op je antwoord"
    assert (notice.public_status, notice.expected_on, notice.changes_standing) == (
        "Vraag aan jou", date(2026, 12, 4), False,
    )  # fmt: skip
    assert "Om welke verzekeraar gaat het?" not in notice.text
    assert (await last_mail(database)).state == MailState.PENDING


@pytest.mark.parametrize("kind", [QuestionRemindedV1, ReportReturnedV1])
async def test_who_answered_meanwhile_is_not_told_that_we_still_wait(
    database: Database, hear: Hear, kind: type[Fact]
) -> None:
    report = await a_report(hear)
    await hears_at(hear, AT + timedelta(hours=1), an_answer_given(report_id=report.report_id))
    since = {QuestionRemindedV1: "asked_at", ReportReturnedV1: "waited_since"}[kind]
    await hears_at(hear, AT + timedelta(days=7), a(kind, report_id=report.report_id, **{since: AT}))
    assert (await notices(database, report.report_id))[-1].title == "We hebben je antwoord ontvangen"
    async with database.transaction() as session:
        (silence,) = await session.scalars(select(KeptSilence))
    assert silence.reason == "de melder heeft al geantwoord"


async def test_an_answer_to_an_earlier_question_does_not_silence_a_later_one(database: Database, hear: Hear) -> None:
    report = await a_report(hear)
    await hears_at(hear, AT, an_answer_given(report_id=report.report_id))
    later = AT + timedelta(days=1)
    await hears_at(hear, AT + timedelta(days=9), a(QuestionRemindedV1, report_id=report.report_id, asked_at=later))
    assert (await notices(database, report.report_id))[-1].title.startswith("Herinnering")


@pytest.mark.parametrize(
    ("why", "state"),
    [
        (ReturnReason.NO_ANSWER, MailState.WITHHELD),
        (ReturnReason.CHECK_DUE, MailState.WITHHELD),
        (ReturnReason.PARTY_SILENT, MailState.PENDING),
    ],
)
async def test_what_asks_nothing_of_the_reporter_stands_on_the_page_only(
    database: Database, hear: Hear, why: ReturnReason, state: MailState
) -> None:
    report = await a_report(hear)
    await hears_at(hear, AT, a(ReportReturnedV1, report_id=report.report_id, why=why))
    notice = (await notices(database, report.report_id))[-1]
    assert (notice.public_status, notice.next_actor, notice.expected_on) == (
        "Wij beoordelen", NextActor.TEAM, date(2026, 12, 14),
    )  # fmt: skip
    assert (await last_mail(database)).state == state


async def test_a_late_answer_gets_thanks_and_a_new_day(database: Database, hear: Hear) -> None:
    report = await a_report(hear)
    await hears_at(hear, AT, a(QuestionAskedV1, report_id=report.report_id))
    await hears_at(hear, AT + timedelta(days=15), a(ReportReturnedV1, report_id=report.report_id, waited_since=AT))
    await hears_at(hear, AT + timedelta(days=16), an_answer_given(report_id=report.report_id))
    notice = (await notices(database, report.report_id))[-1]
    assert (notice.title, notice.expected_on) == ("We hebben je antwoord ontvangen", date(2026, 12, 11))


async def test_an_answer_after_the_decision_is_thanked_for_and_changes_nothing(database: Database, hear: Hear) -> None:
    report = await a_report(hear)
    await hears_at(hear, AT, a(QuestionAskedV1, report_id=report.report_id))
    await hears_at(hear, AT + timedelta(hours=1), a(ReportClosedV1, report_id=report.report_id))
    await hears_at(hear, AT + timedelta(hours=2), an_answer_given(report_id=report.report_id))
    notice = (await notices(database, report.report_id))[-1]
    assert (notice.public_status, notice.next_actor, notice.changes_standing) == ("Gesloten", NextActor.NOBODY, False)
    assert "We waren al verdergegaan met je melding." in notice.text


async def test_a_body_that_answers_after_silence_leaves_the_team_to_move(database: Database, hear: Hear) -> None:
    report = await a_report(hear)
    about = {"report_id": report.report_id, "dossier_id": None}
    await hears_at(hear, AT, a(HandoverSentV1, **about))
    silence = a(ReportReturnedV1, report_id=report.report_id, why=ReturnReason.PARTY_SILENT)
    await hears_at(hear, AT + timedelta(days=31), silence)
    late = a(HandoverAnsweredV1, answer=HandoverAnswer.ACCEPTED, after_silence=True, **about)
    await hears_at(hear, AT + timedelta(days=40), late)
    notice = (await notices(database, report.report_id))[-1]
    assert notice.title.endswith("heeft toch nog geantwoord")
    assert (notice.public_status, notice.next_actor, notice.changes_standing) == (
        "Wij beoordelen", NextActor.TEAM, False,
    )  # fmt: skip


def test_a_dossier_that_reopens_because_of_silence_is_told() -> None:
    reopened = a(DossierReopenedV1, **SILENT)
    assert silence_about(reopened) is None
    assert notice_of(reopened, KNOWN).title == f"{THE_HIT} heeft nog niet geantwoord"


def test_a_late_answer_to_a_closed_report_leaves_it_closed() -> None:
    closed = replace(KNOWN, standing=notice_of(a(ReportClosedV1), KNOWN))
    assert notice_of(an_answer_given(), closed).public_status is PublicStatus.CLOSED


def test_what_a_person_did_is_told_at_once_and_what_time_did_is_not() -> None:
    by_itself = (a(QuestionRemindedV1), a(ReportDelayedV1), a(ReportReturnedV1), a(DossierReopenedV1, **SILENT))
    assert all(map(is_said_by_itself, by_itself))
    assert not any(map(is_said_by_itself, (a(QuestionAskedV1), a(ReportReferredV1), a(DossierReopenedV1))))
    assert why_no_mail(a(ReportDelayedV1)) is None


async def test_mail_about_a_term_waits_for_the_morning(database: Database, hear: Hear) -> None:
    report = await a_report(hear)
    await hears_at(hear, NIGHT, a(ReportDelayedV1, report_id=report.report_id))
    assert (await last_mail(database)).next_try_at == MORNING
    await hears_at(hear, NIGHT + timedelta(minutes=1), a(QuestionAskedV1, report_id=report.report_id))
    assert (await last_mail(database)).next_try_at == NIGHT + timedelta(minutes=1)


async def test_a_reminder_to_a_body_says_so_and_is_not_sent_twice_when_in_doubt(database: Database, hear: Hear) -> None:
    await hears_at(hear, NIGHT, a(PackageAddressedV1, reminder=True))
    with clock.frozen(MORNING):
        async with database.transaction() as session:
            taken = await mailing.take_out(session, "https://rw.example")
        assert taken
        assert taken.content.turn == "Herinnering: wij vragen uw reactie."
        assert taken.envelope.by_itself
        async with database.transaction() as session:
            await mailing.settle(session, taken.mail_id, Uncertain("de verbinding viel weg"), taken.taken_at)
    assert (await last_mail(database)).state == MailState.UNKNOWN


def test_a_package_is_not_called_a_reminder() -> None:
    mail = package_mail(subject="Verzoek", reference="H-26-001", name="mevrouw De Boer", paragraphs=["Wij vragen u."])
    assert mail.turn == "Wij vragen uw reactie."

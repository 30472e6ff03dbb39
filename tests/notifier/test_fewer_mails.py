"""A reporter who wants fewer mails gets those that ask, decide or end; the page has all of it."""

import hashlib
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from typing import Any
from uuid import UUID

import pytest

from services.notifier.mailer import MemoryMailer
from services.notifier.silences import can_be_spared
from services.notifier.subscribers import facts
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.intake import MailsChosenV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.triage import QuestionAskedV1, ReportClosedV1, ReportDelayedV1, ReportLinkedV1
from shared.contracts.vocabulary import MailChoice, MailState
from shared.database import Database
from shared.messaging.failures import TooEarly
from shared.one_click import is_genuine, report_in
from tests.builders import a_contact_given, a_report_submitted, an_answer_given
from tests.facts import deliver, said
from tests.notifier.examples import a, every_fact
from tests.notifier.rounds import AT, Hear, send_round, settled

TOKEN = "a-token-nobody-can-guess"
STAY = {"received", "question", "question_reminder", "linked", "investigated", "referred", "answered", "closed"}
STAY |= {
    "received_joined",
    "received_doubted",
    "received_split",
    "handover_decided",
    "unlinked",
    "report_reopened",
    "reopening_refused",
    "handover_late",
}


async def _report(hear: Hear) -> UUID:
    report = a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id, link_token=TOKEN))
    return report.report_id


def _chosen(report_id: UUID, choice: MailChoice) -> MailsChosenV1:
    return MailsChosenV1(report_id=report_id, choice=choice)


@pytest.mark.parametrize(
    ("kind", "fact"), list(every_fact()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_mails_that_ask_decide_or_end_always_go_out(kind: str, fact: Fact) -> None:
    stays = kind in STAY or (kind.startswith(("concluded_", "handover_")) and kind != "handover_sent")
    assert can_be_spared(fact) is not stays


async def test_what_can_be_spared_is_told_and_not_mailed(database: Database, hear: Hear) -> None:
    report_id = await _report(hear)
    await hear(_chosen(report_id, MailChoice.FEWER))
    await hear(an_answer_given(report_id=report_id), a(QuestionAskedV1, report_id=report_id))
    assert await settled(database) == [(MailState.WITHHELD, "de melder wil minder mail")]
    told = [fact.title for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]
    assert told[1:] == ["We hebben je antwoord ontvangen", "We hebben een vraag over je melding"]


async def test_the_newest_choice_counts_in_whatever_order_they_come(database: Database, hear: Hear) -> None:
    report_id = await _report(hear)
    with clock.frozen(AT + timedelta(hours=2)):
        await hear(_chosen(report_id, MailChoice.ALL))
    with clock.frozen(AT + timedelta(hours=1)):
        await hear(_chosen(report_id, MailChoice.FEWER), times=2)
    await hear(an_answer_given(report_id=report_id))
    assert await settled(database) == []


async def test_a_choice_waits_for_its_report(database: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(database, facts, _chosen(a_report_submitted().report_id, MailChoice.FEWER))


async def test_only_mails_that_can_be_spared_offer_the_click(database: Database, hear: Hear) -> None:
    report_id, mailer = await _report(hear), MemoryMailer()
    told: list[Fact] = [a(kind, report_id=report_id) for kind in (ReportDelayedV1, ReportClosedV1, ReportLinkedV1)]
    with clock.frozen(AT):
        await hear(*told)
        await send_round(database, mailer)
    offered = {mail["Subject"]: mail for mail in map(_read, mailer.taken) if mail["List-Unsubscribe"]}
    assert list(offered) == ["Het duurt langer voordat je van ons hoort (RW-26-0001)"]
    (mail,) = offered.values()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = mail["List-Unsubscribe"].removeprefix("<").removesuffix(">")
    assert url.startswith("https://rw.example/api/v1/minder-mail/")
    code = url.rpartition("/")[2]
    assert report_in(code) == report_id
    assert is_genuine(code, report_id, hashlib.sha256(TOKEN.encode()).digest())
    assert TOKEN not in url


async def test_both_parts_say_how_to_get_fewer(database: Database, hear: Hear) -> None:
    report_id, mailer = await _report(hear), MemoryMailer()
    with clock.frozen(AT):
        await hear(a(ReportDelayedV1, report_id=report_id))
        await send_round(database, mailer)
    parts = {kind: _part(_read(mailer.taken[-1]), kind) for kind in ("plain", "html")}
    assert all("Wil je minder mail?" in " ".join(part.split()) for part in parts.values())


def _read(letter: Any) -> Any:
    # The raw line as well: a long address may be folded, never encoded.
    assert b"List-Unsubscribe: =?" not in letter.content
    return message_from_bytes(letter.content, policy=SMTP)


def _part(message: Any, kind: str) -> str:
    text: str = message.get_body((kind,)).get_content()
    return text

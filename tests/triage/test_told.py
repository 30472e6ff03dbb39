"""What a case tells of its reporter: what they were told, how the mail about it fared, who looked at who they are."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.triage.reading.timeline import timeline_of
from services.triage.subscribers import facts
from shared import clock
from shared.contracts.files import Attachment, FileKind
from shared.contracts.intake import AttachmentErasedV1, PersonalDataSeenV1, ReportErasedV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.vocabulary import EraseReason, MailState, NextActor
from shared.database import Database
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from shared.privacy.finding import Kind
from tests.browserlike import sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
TOLD_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


def _notice(report_id: UUID) -> NoticeIssuedV1:
    turn: dict[str, Any] = {"public_status": "Binnen", "next_actor": NextActor.TEAM, "next_actor_name": "Wij"}
    words = {"title": "We hebben je melding", "text": "We lezen hem binnen 5 werkdagen."}
    return NoticeIssuedV1(notice_id=new_id(), report_id=report_id, happened_at=TOLD_AT, **words, **turn)


def _settled(notice: NoticeIssuedV1, state: MailState, why: str | None = None) -> MailSettledV1:
    about: dict[str, Any] = {"about_id": notice.report_id, "notice_id": notice.notice_id}
    return MailSettledV1(mail_id=new_id(), state=state, why=why, **about)


async def _mail_line(triage: Database, report_id: UUID) -> str:
    async with triage.transaction() as session:
        lines = (await timeline_of(session, report_id)).lines
    return next(f"{line.text} | {line.mail.text} | {line.mail.why}" for line in lines if line.mail)


@pytest.mark.parametrize(
    ("state", "why", "says"),
    [
        (MailState.SENT, None, "Mail verstuurd, 20 november, 10.31 uur | "),
        (MailState.FAILED, "dit adres bestaat niet", "Mail kwam niet aan | dit adres bestaat niet"),
        (MailState.UNKNOWN, "de lijn viel weg", "Onzeker of de mail aankwam | de lijn viel weg"),
        (MailState.WITHHELD, "de melder gaf geen e-mailadres", "Geen mail verstuurd | de melder gaf geen e-mailadres"),
    ],
)
async def test_the_timeline_says_what_became_of_each_mail_whichever_is_heard_first(
    triage: Database, state: MailState, why: str | None, says: str
) -> None:
    report = a_report_submitted()
    await deliver(triage, facts, report)
    notice = _notice(report.report_id)
    with clock.frozen(TOLD_AT.replace(minute=31)):
        await deliver(triage, facts, _settled(notice, state, why), times=2)
    await deliver(triage, facts, notice, times=2)
    assert await _mail_line(triage, report.report_id) == f"Aan de melder: We hebben je melding | {says}"


async def test_a_mail_that_did_not_end_yet_waits_and_after_days_nobody_knows(triage: Database) -> None:
    report = a_report_submitted()
    await deliver(triage, facts, report)
    await deliver(triage, facts, _notice(report.report_id))
    with clock.frozen(TOLD_AT):
        assert "Mail staat klaar of is onderweg" in await _mail_line(triage, report.report_id)
    with clock.frozen(TOLD_AT.replace(day=28)):
        assert "Niet bekend of hier een mail over ging" in await _mail_line(triage, report.report_id)


async def test_the_page_shows_what_was_told_what_was_hidden_and_who_looked(
    client_for: ClientFor, triage: Database
) -> None:
    report = a_report_submitted(hidden_pieces={Kind.BSN: 1})
    await deliver(triage, facts, report)
    await deliver(triage, facts, _notice(report.report_id))
    seen: dict[str, Any] = {"report_id": report.report_id, "reference": report.reference, "member_id": new_id()}
    await deliver(triage, facts, PersonalDataSeenV1(**seen, member_name="Mo Aydın"))
    await deliver(triage, facts, PersonalDataSeenV1(**seen, member_name="Mo Aydın", attachment_id=new_id()))
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        page = (await client.get(f"/team/triage/{report.report_id}")).text
    assert "We lezen hem binnen 5 werkdagen." in page
    assert "<dd>1 × bsn</dd>" in page
    assert "Wie zag of verborg persoonsgegevens (2 keer)" in page
    assert "Bekeek wie dit meldde." in page
    assert "Opende een bijlage." in page


async def test_a_file_that_was_erased_is_on_its_case_no_more_and_the_privacy_log_says_who_did(
    client_for: ClientFor, triage: Database
) -> None:
    gone, stays = (Attachment(id=new_id(), kind=kind, size=2_000) for kind in (FileKind.PDF, FileKind.PNG))
    report = a_report_submitted(attachments=[gone, stays])
    erased = AttachmentErasedV1(report_id=report.report_id, attachment_id=gone.id, erased_by="Mo Aydın")
    with pytest.raises(TooEarly):
        await deliver(triage, facts, erased)
    await deliver(triage, facts, report)
    await deliver(triage, facts, erased, times=2)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        page = (await client.get(f"/team/triage/{report.report_id}")).text
    assert (f"/bijlagen/{gone.id}" in page, f"/bijlagen/{stays.id}" in page) == (False, True)
    assert ("Bijlage 2 (PNG, " in page, "Bijlage 1 (" in page) == (True, False)
    assert "Wie zag of verborg persoonsgegevens (1 keer)" in page
    assert "Wiste een bijlage." in page


async def test_what_an_erased_report_was_told_has_no_words_whichever_is_heard_first(triage: Database) -> None:
    report = a_report_submitted()
    await deliver(triage, facts, report)
    await deliver(triage, facts, _notice(report.report_id))
    await deliver(triage, facts, ReportErasedV1(report_id=report.report_id, reason=EraseReason.REQUESTED))
    await deliver(triage, facts, _notice(report.report_id))
    async with triage.transaction() as session:
        lines = (await timeline_of(session, report.report_id)).lines
    assert {(line.text, line.told) for line in lines if line.mail} == {("Aan de melder: (gewist)", "(gewist)")}

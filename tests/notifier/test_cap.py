"""Whoever sends reports with the address of another has us mail that address a few times an hour, and no more."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.notifier.domain import Cap, room_at
from services.notifier.handlers.capping import forget_old
from services.notifier.mailer import MemoryMailer, RelayDown
from services.notifier.sending import DeliveryRound
from services.notifier.tables import Confirmation
from shared import clock
from shared.contracts.intake import ReportErasedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.triage import ReportClosedV1
from shared.contracts.vocabulary import EraseReason, MailState
from shared.database import Database
from shared.ids import new_id
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import said
from tests.notifier.examples import a
from tests.notifier.rounds import AT, LETTERHEAD, Hear, all_mails

CAP = Cap(per_hour=2, per_day=3)
VICTIM = "victim@praktijk.example"


async def _reports(hear: Hear, *emails: str) -> list[UUID]:
    ids = [new_id() for _ in emails]
    for report_id, email in zip(ids, emails, strict=True):
        report = a_report_submitted(report_id=report_id, reference=f"RW-{report_id}")
        await hear(report, a_contact_given(report_id=report_id, email=email))
    return ids


async def _round(database: Database, at: datetime, mailer: MemoryMailer | None = None, cap: Cap = CAP) -> int:
    """How many mails go out at this moment."""
    mailer = mailer or MemoryMailer()
    with clock.frozen(at):
        await DeliveryRound(database, mailer, LETTERHEAD, cap=cap).run()
    return len(mailer.taken)


async def test_what_is_too_many_goes_later_and_stands_on_the_page_at_once(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        await _reports(hear, *[VICTIM] * 5, "another@praktijk.example")
    told = [fact for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]
    assert len(told) == 6
    assert await _round(database, AT) == 3
    assert await _round(database, AT + timedelta(minutes=59)) == 0
    assert await _round(database, AT + timedelta(minutes=61)) == 1
    assert await _round(database, AT + timedelta(hours=23)) == 0
    assert await _round(database, AT + timedelta(hours=25)) == 2
    assert {mail.state for mail in await all_mails(database)} == {MailState.SENT}


async def test_other_mails_to_that_address_go_at_once(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        reports = await _reports(hear, *[VICTIM] * 3)
        for report_id in reports:
            await hear(a(ReportClosedV1, report_id=report_id))
    assert await _round(database, AT) == 5


@pytest.mark.parametrize("email", ["VICTIM@praktijk.example", "victim+2@praktijk.example"])
async def test_the_same_mailbox_is_one_address(database: Database, hear: Hear, email: str) -> None:
    with clock.frozen(AT):
        await _reports(hear, VICTIM, VICTIM, email)
    assert await _round(database, AT) == 2


async def test_erasing_a_report_makes_no_room_for_another(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        reports = await _reports(hear, VICTIM, VICTIM)
    assert await _round(database, AT) == 2
    with clock.frozen(AT):
        for report_id in reports:
            await hear(ReportErasedV1(report_id=report_id, reason=EraseReason.REQUESTED))
        await _reports(hear, VICTIM)
    assert await _round(database, AT) == 0


async def test_a_mail_that_is_tried_again_counts_once(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        await _reports(hear, VICTIM, VICTIM)
    for minutes in (0, 1, 2):
        await _round(database, AT + timedelta(minutes=minutes), MemoryMailer(RelayDown("weg"), RelayDown("weg")))
    assert await _round(database, AT + timedelta(minutes=5)) == 2
    assert {mail.state for mail in await all_mails(database)} == {MailState.SENT}


async def test_what_was_counted_is_forgotten_after_a_day(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        await _reports(hear, VICTIM)
    await _round(database, AT)
    for hours, left in ((23, 1), (25, 0)):
        with clock.frozen(AT + timedelta(hours=hours)):
            async with database.transaction() as session:
                await forget_old(session)
            assert await session.scalar(select(func.count()).select_from(Confirmation)) == left


@pytest.mark.parametrize(
    ("cap", "minutes"), [(Cap(), 0), (Cap(per_hour=3), 0), (Cap(2), 50), (Cap(0, 1), 23 * 60 + 59)]
)
def test_there_is_room_when_enough_of_the_hour_and_the_day_has_passed(cap: Cap, minutes: int) -> None:
    went = [AT - timedelta(minutes=1), AT - timedelta(minutes=10)]
    assert room_at(went, cap, AT) == AT + timedelta(minutes=minutes)

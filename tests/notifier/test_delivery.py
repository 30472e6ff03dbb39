from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

from services.notifier.jobs import sweep_mails
from services.notifier.mailer import (
    Deferred,
    MemoryMailer,
    Refused,
    RelayDown,
    Uncertain,
)
from shared import clock
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from shared.messaging.jobs import JobContext
from tests.browserlike import settings_for_tests
from tests.builders import a_contact_given, a_report_submitted
from tests.notifier.examples import a
from tests.notifier.rounds import AT, Hear, all_mails, only_mail, report_in, send_round, settled


async def test_each_notice_is_mailed_once(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer()
    for _ in range(3):
        await report_in(hear)
    await send_round(database, mailer)
    await send_round(database, mailer)

    assert len(mailer.taken) == 3
    assert await settled(database) == [(MailState.SENT, None)] * 3
    assert {mail.state for mail in await all_mails(database)} == {"sent"}


async def test_a_mail_waits_for_the_address(database: Database, hear: Hear) -> None:
    mailer, report = MemoryMailer(), a_report_submitted()
    await hear(report)
    await send_round(database, mailer)
    assert (mailer.taken, (await only_mail(database)).state) == ([], "pending")

    await hear(a_contact_given(report_id=report.report_id))
    await send_round(database, mailer)

    assert [letter.recipient for letter in mailer.taken] == ["noor@denkbeeldigemolen.example"]


async def test_an_address_that_never_comes_fails_the_mail_after_a_week(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        await hear(a_report_submitted())
        await sweep_mails(JobContext(database, settings_for_tests()))
        assert await settled(database) == []
    with clock.frozen(AT + timedelta(days=8)):
        await sweep_mails(JobContext(database, settings_for_tests()))

    assert await settled(database) == [(MailState.FAILED, "we kregen geen adres")]


async def test_an_impossible_address_fails_and_holds_up_nobody(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer()
    await report_in(hear, email="nóór@molen.example")
    await report_in(hear)
    await send_round(database, mailer)

    assert len(mailer.taken) == 1
    assert await settled(database) == [(MailState.FAILED, "dit adres kan niet bestaan"), (MailState.SENT, None)]


async def test_a_deferred_mail_goes_out_later_with_the_same_name_and_date(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Deferred(450, "later"))
    with clock.frozen(AT):
        await report_in(hear)
        await send_round(database, mailer)
        mail = await only_mail(database)
        assert (mail.state, mail.tries, mail.last_code, mail.why) == ("retrying", 1, 450, "later")
        await send_round(database, mailer)
        assert mailer.taken == []
    with clock.frozen(AT + timedelta(minutes=2)):
        await send_round(database, mailer)

    message = message_from_bytes(mailer.taken[0].content, policy=SMTP)
    assert message["Message-ID"] == f"<{mail.id}@rw.example>"
    assert message["Date"].datetime == AT


async def test_a_refused_mail_fails_at_once(database: Database, hear: Hear) -> None:
    await report_in(hear)
    await send_round(database, MemoryMailer(Refused(550, "de mailserver weigert dit adres")))

    assert await settled(database) == [(MailState.FAILED, "de mailserver weigert dit adres")]


async def test_while_our_server_is_away_mails_wait_and_then_go_out_once(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(*[RelayDown("weg")] * 5)
    with clock.frozen(AT):
        for _ in range(3):
            await report_in(hear)
    for seconds in range(5):
        with clock.frozen(AT + timedelta(seconds=40 * seconds)):
            await send_round(database, mailer)
    assert {mail.tries for mail in await all_mails(database)} == {0}
    with clock.frozen(AT + timedelta(hours=100)):
        await send_round(database, mailer)
        await send_round(database, mailer)

    assert len({letter.content for letter in mailer.taken}) == len(mailer.taken) == 3
    assert await settled(database) == [(MailState.SENT, None)] * 3


async def test_a_server_that_is_away_is_asked_once_a_round(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(*[RelayDown("weg")] * 5)
    for _ in range(3):
        await report_in(hear)
    await send_round(database, mailer)

    assert len(mailer.results) == 4


async def test_a_notice_that_may_have_arrived_is_not_sent_again(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Uncertain("stilte"))
    await report_in(hear)
    await send_round(database, mailer)
    await send_round(database, mailer)

    assert len(mailer.taken) == 1
    assert await settled(database) == [(MailState.UNKNOWN, "stilte")]


async def test_a_package_that_may_have_arrived_is_sent_once_more_and_marked(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Uncertain("stilte"), Uncertain("stilte"))
    await hear(a(PackageAddressedV1))
    for _ in range(3):
        await send_round(database, mailer)

    first, second = (message_from_bytes(letter.content, policy=SMTP) for letter in mailer.taken)
    assert first["X-RegelWijzer-Resent"] is None
    assert second["X-RegelWijzer-Resent"] == "1"
    assert first["Message-ID"] == second["Message-ID"]
    assert await settled(database) == [(MailState.UNKNOWN, "stilte")]

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from sqlalchemy import select

from services.notifier.jobs import DeliveryRound, deliver_mails, jobs, sweep_mails
from services.notifier.mailer import (
    Deferred,
    Letter,
    Mailer,
    MemoryMailer,
    Refused,
    RelayDown,
    Result,
    Uncertain,
)
from services.notifier.rendering import Letterhead
from services.notifier.subscribers import facts
from services.notifier.tables import Mail
from shared import clock
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from shared.messaging.jobs import JobContext
from tests.browserlike import settings_for_tests
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import said
from tests.notifier.examples import a
from tests.notifier.smtp_server import ScriptedServer
from tests.servers import NatsServer
from tests.workers import Worker, until

Hear = Callable[..., Awaitable[None]]
LETTERHEAD = Letterhead("RegelWijzer", "loket@rw.example", "https://rw.example")
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


async def _report(hear: Hear, **contact: str) -> None:
    report = a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id, **contact))


async def _round(database: Database, mailer: Mailer) -> None:
    await DeliveryRound(database, mailer, LETTERHEAD).run()


async def _mails(database: Database) -> list[Mail]:
    async with database.transaction() as session:
        return list(await session.scalars(select(Mail).order_by("id")))


async def _mail(database: Database) -> Mail:
    (mail,) = await _mails(database)
    return mail


async def _settled(database: Database) -> list[tuple[MailState, str | None]]:
    return [(fact.state, fact.why) for fact in await said(database) if isinstance(fact, MailSettledV1)]


def _context(database: Database, server: ScriptedServer) -> JobContext:
    return JobContext(database, settings_for_tests(smtp_url=server.url))


async def test_each_notice_is_mailed_once(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer()
    for _ in range(3):
        await _report(hear)
    await _round(database, mailer)
    await _round(database, mailer)

    assert len(mailer.taken) == 3
    assert await _settled(database) == [(MailState.SENT, None)] * 3
    assert {mail.state for mail in await _mails(database)} == {"sent"}


async def test_a_mail_waits_for_the_address(database: Database, hear: Hear) -> None:
    mailer, report = MemoryMailer(), a_report_submitted()
    await hear(report)
    await _round(database, mailer)
    assert (mailer.taken, (await _mail(database)).state) == ([], "pending")

    await hear(a_contact_given(report_id=report.report_id))
    await _round(database, mailer)

    assert [letter.recipient for letter in mailer.taken] == ["noor@denkbeeldigemolen.example"]


async def test_an_address_that_never_comes_fails_the_mail_after_a_week(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        await hear(a_report_submitted())
        await sweep_mails(JobContext(database, settings_for_tests()))
        assert await _settled(database) == []
    with clock.frozen(AT + timedelta(days=8)):
        await sweep_mails(JobContext(database, settings_for_tests()))

    assert await _settled(database) == [(MailState.FAILED, "we kregen geen adres")]


async def test_an_impossible_address_fails_and_holds_up_nobody(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer()
    await _report(hear, email="nóór@molen.example")
    await _report(hear)
    await _round(database, mailer)

    assert len(mailer.taken) == 1
    assert await _settled(database) == [(MailState.FAILED, "dit adres kan niet bestaan"), (MailState.SENT, None)]


async def test_a_deferred_mail_goes_out_later_with_the_same_name_and_date(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Deferred(450, "later"))
    with clock.frozen(AT):
        await _report(hear)
        await _round(database, mailer)
        mail = await _mail(database)
        assert (mail.state, mail.tries, mail.last_code, mail.why) == ("retrying", 1, 450, "later")
        await _round(database, mailer)
        assert mailer.taken == []
    with clock.frozen(AT + timedelta(minutes=2)):
        await _round(database, mailer)

    message = message_from_bytes(mailer.taken[0].content, policy=SMTP)
    assert message["Message-ID"] == f"<{mail.id}@rw.example>"
    assert message["Date"].datetime == AT


async def test_a_refused_mail_fails_at_once(database: Database, hear: Hear) -> None:
    await _report(hear)
    await _round(database, MemoryMailer(Refused(550, "de mailserver weigert dit adres")))

    assert await _settled(database) == [(MailState.FAILED, "de mailserver weigert dit adres")]


async def test_after_three_days_of_trying_a_mail_fails(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(*[Deferred(450, "later")] * 80)
    with clock.frozen(AT):
        await _report(hear)
    for hours in range(80):
        with clock.frozen(AT + timedelta(hours=2 * hours)):
            await _round(database, mailer)

    assert (await _mail(database)).tries == 75
    assert await _settled(database) == [(MailState.FAILED, "het lukte drie dagen lang niet")]


async def test_while_our_server_is_away_mails_wait_and_then_go_out_once(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(*[RelayDown("weg")] * 5)
    with clock.frozen(AT):
        for _ in range(3):
            await _report(hear)
    for seconds in range(5):
        with clock.frozen(AT + timedelta(seconds=40 * seconds)):
            await _round(database, mailer)
    assert {mail.tries for mail in await _mails(database)} == {0}
    with clock.frozen(AT + timedelta(hours=100)):
        await _round(database, mailer)
        await _round(database, mailer)

    assert len({letter.content for letter in mailer.taken}) == len(mailer.taken) == 3
    assert await _settled(database) == [(MailState.SENT, None)] * 3


async def test_a_server_that_is_away_is_asked_once_a_round(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(*[RelayDown("weg")] * 5)
    for _ in range(3):
        await _report(hear)
    await _round(database, mailer)

    assert len(mailer.results) == 4


async def test_a_notice_that_may_have_arrived_is_not_sent_again(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Uncertain("stilte"))
    await _report(hear)
    await _round(database, mailer)
    await _round(database, mailer)

    assert len(mailer.taken) == 1
    assert await _settled(database) == [(MailState.UNKNOWN, "stilte")]


async def test_a_package_that_may_have_arrived_is_sent_once_more_and_marked(database: Database, hear: Hear) -> None:
    mailer = MemoryMailer(Uncertain("stilte"), Uncertain("stilte"))
    await hear(a(PackageAddressedV1))
    for _ in range(3):
        await _round(database, mailer)

    first, second = (message_from_bytes(letter.content, policy=SMTP) for letter in mailer.taken)
    assert first["X-RegelWijzer-Resent"] is None
    assert second["X-RegelWijzer-Resent"] == "1"
    assert first["Message-ID"] == second["Message-ID"]
    assert await _settled(database) == [(MailState.UNKNOWN, "stilte")]


class Died(Exception):
    """The process ended here."""


class DyingMailer(MemoryMailer):
    """Takes the letter; the process ends before anybody can write that down."""

    async def send(self, letter: Letter) -> Result:
        await super().send(letter)
        raise Died


CRASHED = "we stopten terwijl de mail werd verstuurd"


@pytest.mark.parametrize(("package", "end"), [(False, (MailState.UNKNOWN, CRASHED)), (True, (MailState.SENT, None))])
async def test_a_crash_while_sending_leaves_a_notice_unknown_and_sends_a_package_again(
    database: Database, hear: Hear, package: bool, end: tuple[MailState, str | None]
) -> None:
    context = JobContext(database, settings_for_tests())
    with clock.frozen(AT):
        await (hear(a(PackageAddressedV1)) if package else _report(hear))
        with pytest.raises(Died):
            await _round(database, DyingMailer())
    with clock.frozen(AT + timedelta(seconds=90)):
        await sweep_mails(context)
        assert (await _mail(database)).state == "sending"
    with clock.frozen(AT + timedelta(seconds=121)):
        await sweep_mails(context)
        await _round(database, MemoryMailer())

    assert await _settled(database) == [end]


async def test_a_result_that_comes_after_the_mail_was_given_up_changes_nothing(database: Database, hear: Hear) -> None:
    class SlowMailer(MemoryMailer):
        async def send(self, letter: Letter) -> Result:
            with clock.frozen(AT + timedelta(minutes=3)):
                await sweep_mails(JobContext(database, settings_for_tests()))
            return await super().send(letter)

    with clock.frozen(AT):
        await _report(hear)
        await _round(database, SlowMailer())

    assert len(await _settled(database)) == 1
    assert (await _mail(database)).state == "unknown"


async def test_two_rounds_at_once_send_each_mail_once(database: Database, hear: Hear) -> None:
    class CalmMailer(MemoryMailer):
        async def send(self, letter: Letter) -> Result:
            await asyncio.sleep(0.005)
            return await super().send(letter)

    mailer = CalmMailer()
    for _ in range(12):
        await _report(hear)
    await asyncio.gather(*(_round(database, mailer) for _ in range(4)))

    assert len({letter.content for letter in mailer.taken}) == len(mailer.taken) == 12


async def test_a_worker_that_stops_finishes_the_mail_in_hand_and_starts_no_other(
    database: Database, hear: Hear
) -> None:
    started = asyncio.Event()

    class SlowMailer(MemoryMailer):
        async def send(self, letter: Letter) -> Result:
            started.set()
            await asyncio.sleep(0.1)
            return await super().send(letter)

    for _ in range(2):
        await _report(hear)
    task = asyncio.create_task(_round(database, SlowMailer()))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert [mail.state for mail in await _mails(database)] == ["sent", "pending"]


async def test_over_a_real_server_mails_arrive_once_after_it_was_away(
    database: Database, hear: Hear, server: ScriptedServer
) -> None:
    context = _context(database, server)
    await server.stop()
    with clock.frozen(AT):
        await _report(hear)
        await deliver_mails(context)
    await server.start()
    with clock.frozen(AT + timedelta(seconds=2)):
        await deliver_mails(context)
        await deliver_mails(context)

    assert len(server.script.mails) == 1
    assert await _settled(database) == [(MailState.SENT, None)]


async def test_a_new_mail_wakes_the_worker_at_once(
    database: Database, hear: Hear, server: ScriptedServer, nats: NatsServer
) -> None:
    from deploy.services import durables_of
    from shared.messaging.provisioning import provision

    await provision(nats.url, durables_of("notifier"))
    patient = [job for job in jobs if job.name == "deliver-mails"]
    assert patient[0].wake_channel == "regelwijzer_mails"
    settings = settings_for_tests(nats_url=nats.url, smtp_url=server.url)
    worker = Worker(facts, database, nats.url, jobs=patient, settings=settings)
    await worker.start()
    try:
        await asyncio.sleep(0.5)
        for wanted in (1, 2, 3):
            await _report(hear)

            async def arrived(wanted: int = wanted) -> bool:
                return len(server.script.mails) == wanted

            await until(arrived, at_most=1)
    finally:
        await worker.stop()

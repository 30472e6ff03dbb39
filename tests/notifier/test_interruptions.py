"""Crashes, stops and servers that are away: each mail still goes out once, or is known to be unsure."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.hands import Hands
from services.notifier.jobs import deliver_mails, jobs, sweep_mails
from services.notifier.mailer import (
    Letter,
    MemoryMailer,
    Result,
)
from services.notifier.subscribers import facts
from shared import clock
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from shared.messaging.jobs import JobContext
from tests.browserlike import settings_for_tests
from tests.notifier.examples import a
from tests.notifier.rounds import AT, Hear, all_mails, only_mail, report_in, send_round, settled
from tests.notifier.smtp_server import ScriptedServer
from tests.servers import NatsServer
from tests.workers import Worker, until


def _context(database: Database, server: ScriptedServer) -> JobContext:
    return JobContext(database, settings_for_tests(smtp_url=server.url))


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
    context, hands = JobContext(database, settings_for_tests()), Hands(database)
    await (hear(a(PackageAddressedV1)) if package else report_in(hear))
    with pytest.raises(Died):
        await send_round(database, DyingMailer(), hands)
    await sweep_mails(context)
    assert (await only_mail(database)).state == "sending"
    hands.drop()

    async def is_taken_up() -> bool:
        await sweep_mails(context)
        return (await only_mail(database)).state != "sending"

    await until(is_taken_up)
    await send_round(database, MemoryMailer())
    assert await settled(database) == [end]


async def test_a_result_that_comes_after_the_mail_was_given_up_changes_nothing(database: Database, hear: Hear) -> None:
    hands = Hands(database)

    class SlowMailer(MemoryMailer):
        async def send(self, letter: Letter) -> Result:
            hands.drop()
            while (await only_mail(database)).state == "sending":
                await sweep_mails(JobContext(database, settings_for_tests()))
            return await super().send(letter)

    await report_in(hear)
    await send_round(database, SlowMailer(), hands)

    assert len(await settled(database)) == 1
    assert (await only_mail(database)).state == "unknown"


async def test_two_rounds_at_once_send_each_mail_once(database: Database, hear: Hear) -> None:
    class CalmMailer(MemoryMailer):
        async def send(self, letter: Letter) -> Result:
            await asyncio.sleep(0.005)
            return await super().send(letter)

    mailer = CalmMailer()
    for _ in range(12):
        await report_in(hear)
    await asyncio.gather(*(send_round(database, mailer) for _ in range(4)))

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
        await report_in(hear)
    task = asyncio.create_task(send_round(database, SlowMailer()))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert [mail.state for mail in await all_mails(database)] == ["sent", "pending"]


async def test_over_a_real_server_mails_arrive_once_after_it_was_away(
    database: Database, hear: Hear, server: ScriptedServer
) -> None:
    context = _context(database, server)
    await server.stop()
    with clock.frozen(AT):
        await report_in(hear)
        await deliver_mails(context)
    await server.start()
    with clock.frozen(AT + timedelta(seconds=2)):
        await deliver_mails(context)
        await deliver_mails(context)

    assert len(server.script.mails) == 1
    assert await settled(database) == [(MailState.SENT, None)]


async def test_a_new_mail_wakes_the_worker_at_once(
    database: Database, hear: Hear, server: ScriptedServer, nats: NatsServer
) -> None:
    from deploy.services import durables_of
    from shared.messaging.provisioning import provision

    await provision(nats.url, durables_of("notifier"))
    # So patient that only being woken explains a mail.
    patient = [replace(job, every_seconds=600) for job in jobs if job.name == "deliver-mails"]
    settings = settings_for_tests(nats_url=nats.url, smtp_url=server.url)
    worker = Worker(facts, database, nats.url, jobs=patient, settings=settings)
    await worker.start()
    try:
        for wanted in (1, 2, 3):
            await report_in(hear)

            async def arrived(wanted: int = wanted) -> bool:
                return len(server.script.mails) == wanted

            await until(arrived)
    finally:
        await worker.stop()

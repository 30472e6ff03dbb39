"""Mails that hang, wait or fail hold up no others; a person hears of what they must act on."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from email import message_from_bytes

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs
from structlog.typing import EventDict

from services.notifier.domain import MAX_TRIES
from services.notifier.hands import Hands
from services.notifier.mailer import Deferred, Limits, MemoryMailer, Refused, RelayDown, SmtpMailer, Uncertain
from services.notifier.sending import DeliveryRound
from services.notifier.tables import IssuedNotice
from shared import clock
from shared.contracts.escalation import PackageAddressedV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from tests.notifier.examples import a
from tests.notifier.rounds import AT, LETTERHEAD, Hear, all_mails, only_mail, report_in, send_round, settled
from tests.notifier.smtp_server import ScriptedServer
from tests.workers import until

LIMITS = Limits(connect=20, before_dot=20, after_dot=20)
PATIENCE = 0.1
MAILERS = 4


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as lines:
        yield lines


def _alarms(logged: list[EventDict]) -> list[str]:
    return [line["event"] for line in logged if line["log_level"] == "error"]


@pytest.fixture
async def lanes(
    database: Database, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[DeliveryRound]:
    """A round over a real server, that loses its patience soon."""
    monkeypatch.setattr("services.notifier.sending.PATIENCE_SECONDS", PATIENCE)
    first, *more = [SmtpMailer(server.url, "rw.example", LIMITS) for _ in range(MAILERS)]
    yield DeliveryRound(database, first, LETTERHEAD, Hands(database), more=more)
    for mailer in (first, *more):
        await mailer.close()


async def _until_taken(server: ScriptedServer, count: int) -> None:
    async def are_taken() -> bool:
        return len(server.script.mails) >= count

    await until(are_taken)


@pytest.mark.parametrize("stage", ["recipient", "content"])
async def test_a_mail_that_hangs_holds_up_no_other(
    database: Database, hear: Hear, server: ScriptedServer, lanes: DeliveryRound, stage: str
) -> None:
    server.script.replies_to["hangt@een.example"] = {stage: ["hang"]}
    await report_in(hear, email="hangt@een.example")
    for number in range(8):
        await report_in(hear, email=f"nummer{number}@een.example")
    sending = asyncio.create_task(lanes.run())
    await _until_taken(server, 8 + (stage == "content"))
    assert (await all_mails(database))[0].state == "sending"
    server.drop_connections()
    await sending
    states = [mail.state for mail in await all_mails(database)]
    assert states == ["unknown" if stage == "content" else "retrying", *["sent"] * 8]
    assert server.script.connections <= MAILERS


async def test_one_domain_cannot_hold_every_connection(
    hear: Hear, server: ScriptedServer, lanes: DeliveryRound
) -> None:
    for number in range(MAILERS):
        address = f"nummer{number}@Traag.example"
        server.script.replies_to[address] = {"recipient": ["hang"]}
        await report_in(hear, email=address)
    await report_in(hear, email="vlot@elders.example")
    sending = asyncio.create_task(lanes.run())
    await _until_taken(server, 1)
    assert server.script.recipients == ["vlot@elders.example"]
    server.script.replies_to.clear()
    server.drop_connections()
    await sending


async def test_a_round_that_waits_for_a_server_shows_that_it_is_not_stuck(
    hear: Hear, server: ScriptedServer, lanes: DeliveryRound
) -> None:
    server.script.replies = {"recipient": "hang"}
    await report_in(hear)
    noted = asyncio.Semaphore(0)
    sending = asyncio.create_task(lanes.run(noted.release))
    for _ in range(5):
        await noted.acquire()
    assert not sending.done()
    server.drop_connections()
    await sending


async def test_a_round_that_is_stopped_finishes_what_goes_out_on_every_connection(
    database: Database, hear: Hear, server: ScriptedServer, lanes: DeliveryRound
) -> None:
    for number in range(MAILERS):
        address = f"nummer{number}@plaats{number}.example"
        server.script.replies_to[address] = {"content": ["wait"]}
        await report_in(hear, email=address)
    await report_in(hear)
    sending = asyncio.create_task(lanes.run())
    await _until_taken(server, MAILERS)
    sending.cancel()
    await asyncio.sleep(0)
    server.script.goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert sorted(mail.state for mail in await all_mails(database)) == ["pending", *["sent"] * MAILERS]


async def test_a_greylisted_mail_goes_out_at_the_second_try(
    database: Database, hear: Hear, server: ScriptedServer
) -> None:
    server.script.replies_to["noor@denkbeeldigemolen.example"] = {"recipient": ["450 greylisted"]}
    mailer = SmtpMailer(server.url, "rw.example", LIMITS)
    with clock.frozen(AT):
        await report_in(hear)
        await send_round(database, mailer)
    with clock.frozen(AT + timedelta(seconds=50)):
        await send_round(database, mailer)
    assert server.script.mails == []
    with clock.frozen(AT + timedelta(seconds=70)):
        await send_round(database, mailer)
    await mailer.close()
    assert len(server.script.mails) == 1
    assert await settled(database) == [(MailState.SENT, None)]


async def test_a_package_whose_connection_ends_after_the_dot_arrives_twice_at_most_and_says_so(
    database: Database, hear: Hear, server: ScriptedServer
) -> None:
    server.script.replies_to["hit@lhv.example"] = {"content": ["hang up"]}
    await hear(a(PackageAddressedV1))
    mailer = SmtpMailer(server.url, "rw.example", LIMITS)
    for _ in range(3):
        await send_round(database, mailer)
    await mailer.close()
    first, second = map(message_from_bytes, server.script.mails)
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-RegelWijzer-Resent"], second["X-RegelWijzer-Resent"]) == (None, "1")
    assert await settled(database) == [(MailState.SENT, None)]


async def test_a_mail_that_fails_for_three_days_is_given_up_with_an_alarm(
    database: Database, hear: Hear, logged: list[EventDict]
) -> None:
    mailer, hands = MemoryMailer(*[Deferred(451, "later")] * 80), Hands(database)
    with clock.frozen(AT):
        await report_in(hear)
    moment = AT
    while not await settled(database):
        with clock.frozen(moment):
            await DeliveryRound(database, mailer, LETTERHEAD, hands).run()
        moment = max(mail.next_try_at for mail in await all_mails(database))
    assert timedelta(hours=60) < moment - AT < timedelta(hours=80)
    assert (await only_mail(database)).tries == MAX_TRIES
    assert await settled(database) == [(MailState.FAILED, "het lukte drie dagen lang niet")]
    assert _alarms(logged) == ["mail_given_up"]


async def test_a_package_that_is_not_there_after_half_an_hour_sounds_an_alarm(
    database: Database, hear: Hear, logged: list[EventDict]
) -> None:
    mailer = MemoryMailer(*[Deferred(451, "later")] * 2)
    with clock.frozen(AT):
        await hear(a(PackageAddressedV1))
        await send_round(database, mailer)
    assert _alarms(logged) == []
    with clock.frozen(AT + timedelta(minutes=31)):
        await send_round(database, mailer)
    assert _alarms(logged) == ["package_is_late"]


@pytest.mark.parametrize("result", [Refused(550, "nee"), Uncertain("stilte")])
async def test_a_package_that_does_not_arrive_sounds_an_alarm(
    database: Database, hear: Hear, logged: list[EventDict], result: Refused | Uncertain
) -> None:
    await hear(a(PackageAddressedV1))
    await send_round(database, MemoryMailer(result, result))
    assert _alarms(logged) == ["package_not_delivered"]


async def test_an_address_that_is_refused_is_for_the_reporter_to_know_and_sounds_none(
    database: Database, hear: Hear, logged: list[EventDict]
) -> None:
    await report_in(hear)
    await send_round(database, MemoryMailer(Refused(550, "nee")))
    assert _alarms(logged) == []


async def test_a_mail_server_that_refuses_us_sounds_an_alarm_and_costs_no_try(
    database: Database, hear: Hear, logged: list[EventDict]
) -> None:
    await report_in(hear)
    await send_round(database, MemoryMailer(RelayDown("weg", 535)))
    assert _alarms(logged) == ["mail_server_refuses_us"]
    assert [(mail.state, mail.tries) for mail in await all_mails(database)] == [("retrying", 0)]


async def test_a_mail_that_cannot_be_made_fails_and_holds_up_no_other(
    database: Database, hear: Hear, logged: list[EventDict]
) -> None:
    await report_in(hear)
    async with database.transaction() as session:
        await session.execute(update(IssuedNotice).values(words={}))
    await report_in(hear)
    await send_round(database, MemoryMailer())
    assert await settled(database) == [
        (MailState.FAILED, "we konden deze mail niet maken"),
        (MailState.SENT, None),
    ]
    assert _alarms(logged) == ["mail_not_made"]

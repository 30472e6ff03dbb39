"""The clock of the machine is put an hour on or back: nothing happens twice, and nobody is shut out."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from services.accounts import handlers as accounts
from services.accounts.domain import SignedIn, SignIn, Throttled
from services.notifier.hands import Hands
from services.notifier.jobs import sweep_mails
from services.notifier.mailer import Deferred, Letter, MemoryMailer, Result
from services.notifier.subscribers import facts as notifier_facts
from services.triage.subscribers import facts as triage_facts
from shared import clock
from shared.contracts.accounts import MemberChangedV1, SessionEndedV1
from shared.contracts.triage import QuestionRemindedV1
from shared.contracts.vocabulary import MailState, Role
from shared.database import Database
from shared.ids import new_id
from shared.messaging.jobs import JobContext
from shared.staff.known import known_member
from shared.staff.tokens import Token, sign, verify
from shared.web.csrf import Visitor
from tests.browserlike import private_key, settings_for_tests
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import deliver, said
from tests.notifier.rounds import only_mail, send_round, settled
from tests.triage.waiting import asked, at, time_is

Databases = Callable[[str], Database]
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AHEAD, BACK = NOW + HOUR, NOW - HOUR
SKEW = 5 * MINUTE
REMINDED_AT = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
EMAIL, PASSWORD, HOME = "sanne@voorbeeld.nl", "een lang wachtwoord", "192.0.2.10"


@pytest.fixture
def notifier(databases: Databases) -> Database:
    return databases("notifier")


@pytest.fixture
def triage(databases: Databases) -> Database:
    return databases("triage")


async def _mail_waits(notifier: Database) -> None:
    report = a_report_submitted()
    for fact in (report, a_contact_given(report_id=report.report_id)):
        await deliver(notifier, notifier_facts, fact)


@pytest.mark.parametrize("moments", [(AHEAD, NOW + MINUTE, AHEAD), (BACK, NOW + 2 * MINUTE, BACK, AHEAD)])
async def test_a_mail_that_waits_for_its_next_try_goes_out_once(
    notifier: Database, moments: Sequence[datetime]
) -> None:
    mailer, hands = MemoryMailer(Deferred(450, "later")), Hands(notifier)
    with clock.frozen(NOW):
        await _mail_waits(notifier)
        await send_round(notifier, mailer, hands)
    for moment in moments:
        with clock.frozen(moment):
            await send_round(notifier, mailer, hands)
    assert len(mailer.taken) == 1
    assert await settled(notifier) == [(MailState.SENT, None)]


async def test_a_mail_that_is_going_out_is_not_taken_for_lost(notifier: Database) -> None:
    class Watched(MemoryMailer):
        async def send(self, letter: Letter) -> Result:
            for moment in (AHEAD, BACK):
                with clock.frozen(moment):
                    await sweep_mails(JobContext(notifier, settings_for_tests()))
            assert (await only_mail(notifier)).state == "sending"
            return await super().send(letter)

    with clock.frozen(NOW):
        await _mail_waits(notifier)
        await send_round(notifier, Watched())
    assert await settled(notifier) == [(MailState.SENT, None)]


@pytest.mark.parametrize(
    ("minutes", "reminders"),
    [((-61, 30, -30, 1, 61), (0, 1, 1, 1, 1)), ((-1, -61, 1, -59, 61), (0, 0, 1, 1, 1))],
    ids=["put on", "put back"],
)
async def test_a_term_is_acted_on_once(triage: Database, minutes: Sequence[int], reminders: Sequence[int]) -> None:
    await asked(triage, at(date(2026, 11, 20), 16))
    counted = []
    for minute in minutes:
        await time_is(triage, REMINDED_AT + minute * MINUTE)
        counted.append(sum(isinstance(fact, QuestionRemindedV1) for fact in await said(triage)))
    assert tuple(counted) == tuple(reminders)


@pytest.mark.parametrize("difference", [-HOUR, -SKEW, SKEW, HOUR])
def test_a_session_holds_where_the_clock_differs(difference: timedelta) -> None:
    token = Token(new_id(), new_id(), NOW + timedelta(hours=12))
    with clock.frozen(NOW + difference):
        assert verify(sign(token, private_key()), settings_for_tests().session_public_key) == token


@pytest.mark.parametrize("moment", [AHEAD, BACK])
def test_a_form_opened_before_the_jump_can_be_sent(moment: datetime) -> None:
    with clock.frozen(NOW):
        visitor = Visitor("a secret", None)
        token, cookie = visitor.token(), visitor.cookie()
    with clock.frozen(moment):
        assert Visitor("a secret", cookie).accepts(token)


async def test_a_session_that_ended_stays_so_when_the_clock_was_ahead_for_a_while(triage: Database) -> None:
    member, ended, other = new_id(), new_id(), new_id()
    with clock.frozen(NOW):
        row = MemberChangedV1(member_id=member, revision=1, name="Sanne", role=Role.LEAD, active=True)
        gone = SessionEndedV1(session_id=ended, expires_at=NOW + 30 * MINUTE)
        for fact in (row, gone):
            await deliver(triage, triage_facts, fact)
    with clock.frozen(AHEAD):
        await deliver(triage, triage_facts, SessionEndedV1(session_id=other, expires_at=AHEAD + HOUR))
    with clock.frozen(NOW):
        async with triage.transaction() as session:
            assert await known_member(session, member, ended) is None
            assert await known_member(session, member, new_id()) is not None


async def test_whoever_mistyped_before_the_clock_was_put_back_waits_no_longer_for_that(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNTS_SESSION_PRIVATE_KEY", private_key())
    monkeypatch.setenv("ACCOUNTS_ARGON2_MEMORY_KIB", "16")

    async def sign_in(password: str) -> SignIn:
        async with databases("accounts").transaction() as session:
            return await accounts.sign_in(session, email=EMAIL, password=password, address=HOME)

    async with databases("accounts").transaction() as session:
        await accounts.add_member(session, name="Sanne", email=EMAIL, role=Role.EDITOR, password=PASSWORD)
    with clock.frozen(NOW):
        for _ in range(5):
            await sign_in("een verkeerd wachtwoord")
    with clock.frozen(BACK):
        waiting = await sign_in(PASSWORD)
        assert isinstance(waiting, Throttled)
        assert waiting.wait <= MINUTE
    with clock.frozen(NOW + 2 * MINUTE):
        assert isinstance(await sign_in(PASSWORD), SignedIn)

"""A report that nobody takes in is said again, until somebody does."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from services.intake.forms import ReportForm
from services.intake.handlers import sweeping
from services.intake.handlers.reporting import Receipt, submit_report
from services.intake.subscribers import facts
from shared import clock
from shared.contracts.intake import ContactGivenV1, ReportSubmittedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.triage import CaseOpenedV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from shared.ids import new_id
from shared.messaging.relay import message_id
from shared.messaging.tables import outbox
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
KEY = "a key for links"
Submit = Callable[[], Awaitable[Receipt]]


@pytest.fixture
def database(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


@pytest.fixture
def submit(database: Database) -> Submit:
    async def send() -> Receipt:
        with clock.frozen(START):
            async with database.transaction() as session:
                receipt = await submit_report(session, ReportForm.model_validate(API_REPORT), key=KEY)
                # As the relay does it.
                await session.execute(update(outbox).values(published_at=START))
        return receipt

    return send


def _case_opened(receipt: Receipt) -> CaseOpenedV1:
    return CaseOpenedV1(report_id=receipt.report_id, reference=receipt.reference, due_on=receipt.answer_by)


async def _sweep(database: Database, after: timedelta) -> int:
    with clock.frozen(START + after):
        async with database.transaction() as session:
            return await sweeping.sweep(session, key=KEY)


async def _waiting(database: Database) -> list[str]:
    async with database.transaction() as session:
        rows = (await session.execute(select(outbox).where(outbox.c.published_at.is_(None)))).all()
    return [message_id(row) for row in rows]


async def test_a_report_without_a_case_is_said_again_as_the_same_event(database: Database, submit: Submit) -> None:
    await submit()
    assert await _sweep(database, timedelta(minutes=9)) == 0
    assert await _sweep(database, timedelta(minutes=10)) == 1
    async with database.transaction() as session:
        row = (await session.execute(select(outbox).where(outbox.c.published_at.is_(None)))).one()
    assert row.subject.startswith(ReportSubmittedV1.SUBJECT)
    assert message_id(row) == f"{row.event_id}.1"


async def test_it_is_said_once_in_ten_minutes(database: Database, submit: Submit) -> None:
    await submit()
    assert [await _sweep(database, timedelta(minutes=minutes)) for minutes in (10, 11, 19, 20)] == [1, 0, 0, 1]


async def test_a_report_with_a_case_and_a_mail_is_left_alone(database: Database, submit: Submit) -> None:
    receipt = await submit()
    await deliver(database, facts, _case_opened(receipt))
    mailed = MailSettledV1(mail_id=new_id(), about_id=receipt.report_id, state=MailState.SENT)
    await deliver(database, facts, mailed)
    assert await _sweep(database, timedelta(days=3)) == 0
    assert await _waiting(database) == []


async def test_a_report_without_a_mail_has_its_contact_given_again(database: Database, submit: Submit) -> None:
    receipt = await submit()
    await deliver(database, facts, _case_opened(receipt))
    assert await _sweep(database, timedelta(hours=5)) == 0
    assert await _sweep(database, timedelta(hours=6)) == 1
    contacts = [fact for fact in await said(database) if isinstance(fact, ContactGivenV1)]
    assert len(contacts) == 2
    assert contacts[0] == contacts[1]
    assert contacts[1].link_token == receipt.link_token
    assert len(await _waiting(database)) == 2


async def test_two_sweeps_at_once_say_it_once(database: Database, submit: Submit) -> None:
    await submit()
    with clock.frozen(START + timedelta(minutes=10)):
        async with database.transaction() as one, database.transaction() as other:
            swept = [await sweeping.sweep(one, key=KEY), await sweeping.sweep(other, key=KEY)]
    assert swept == [1, 0]

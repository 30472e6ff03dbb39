"""What a process has in hand: nobody else takes it up while it lives, and no result is forgotten while it lives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.hands import Hands
from services.notifier.jobs import sweep_mails
from services.notifier.mailer import Letter, MemoryMailer, Result
from services.notifier.sending import DeliveryRound
from shared import clock
from shared.contracts.vocabulary import MailState
from shared.database import Database
from shared.messaging.jobs import JobContext
from tests.browserlike import settings_for_tests
from tests.notifier.rounds import AT, LETTERHEAD, Hear, only_mail, report_in, settled
from tests.workers import until


class CutOff(MemoryMailer):
    """Takes the letter; then the database is away for one transaction."""

    def __init__(self, database: "Cuttable") -> None:
        super().__init__()
        self._database = database

    async def send(self, letter: Letter) -> Result:
        result = await super().send(letter)
        self._database.cut_before = True
        return result


class Cuttable(Database):
    """A database of which the line breaks before or after a commit, once."""

    cut_before = cut_after = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        async with super().transaction() as session:
            yield session
            if self.cut_before:
                self.cut_before = False
                raise ConnectionError
        if self.cut_after:
            self.cut_after = False
            raise ConnectionError


class Died(Exception):
    """The process ended here."""


class Dying(MemoryMailer):
    """The process ends while the letter goes out."""

    async def send(self, letter: Letter) -> Result:
        raise Died(letter.recipient)


@pytest.fixture
async def cuttable(database_url: str) -> AsyncIterator[Cuttable]:
    """The notifier's database on a line that can be cut."""
    opened = Cuttable(database_url, "notifier")
    yield opened
    await opened.close()


async def test_a_mail_is_taken_up_as_soon_as_its_sender_is_dead_and_not_before(database: Database, hear: Hear) -> None:
    context, hands = JobContext(database, settings_for_tests()), Hands(database)
    await report_in(hear)
    with pytest.raises(Died):
        await DeliveryRound(database, Dying(), LETTERHEAD, hands).run()
    await sweep_mails(context)
    assert (await only_mail(database)).state == "sending"
    hands.drop()

    async def is_taken_up() -> bool:
        await sweep_mails(context)
        return (await only_mail(database)).state == "unknown"

    await until(is_taken_up)


async def test_how_a_mail_went_is_written_down_when_the_database_is_back(cuttable: Cuttable, hear: Hear) -> None:
    hands, mailer = Hands(cuttable), CutOff(cuttable)
    await report_in(hear)
    with pytest.raises(ConnectionError):
        await DeliveryRound(cuttable, mailer, LETTERHEAD, hands).run()
    await DeliveryRound(cuttable, mailer, LETTERHEAD, hands).run()
    assert len(mailer.taken) == 1
    assert await settled(cuttable) == [(MailState.SENT, None)]
    assert not hands.held


async def test_a_mail_that_was_taken_out_and_did_not_go_goes_later_once(cuttable: Cuttable, hear: Hear) -> None:
    hands, mailer = Hands(cuttable), MemoryMailer()
    with clock.frozen(AT):
        await report_in(hear)
        cuttable.cut_after = True
        with pytest.raises(ConnectionError):
            await DeliveryRound(cuttable, mailer, LETTERHEAD, hands).run()
        assert (await only_mail(cuttable)).state == "sending"
        await DeliveryRound(cuttable, mailer, LETTERHEAD, hands).run()
    with clock.frozen(AT + timedelta(seconds=2)):
        await DeliveryRound(cuttable, mailer, LETTERHEAD, hands).run()
    assert len(mailer.taken) == 1
    assert await settled(cuttable) == [(MailState.SENT, None)]

"""A body that says nothing is reminded, and after its term the handover comes back."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import pytest

from services.escalation.domain import HandoverState, reference
from services.escalation.forms import AnswerForm, PackageForm, ResendForm, SendForm
from services.escalation.handlers.answering import record_answer
from services.escalation.handlers.sending import save_package, send, send_again
from services.escalation.jobs import act_on_terms
from services.escalation.reading.listing import Tab, handover_list
from services.escalation.subscribers import facts
from services.escalation.tables import Handover
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.escalation import (
    HandoverAnsweredV1,
    HandoverRemindedV1,
    HandoverWentSilentV1,
    PackageAddressedV1,
)
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import HandoverAnswer, MailState, NextActor
from shared.database import Database
from shared.ids import new_id
from shared.messaging.jobs import JobContext
from tests.browserlike import settings_for_tests
from tests.escalation.facts_heard import MAIL_FROM, Databases, a_dossier_concluded, the_page
from tests.facts import deliver, said
from tests.statements import execute, statements_of

F = TypeVar("F", bound=Fact)
HERE, TITLE = "H-26-001", "Jaarlijkse machtiging voor stomamateriaal"
FRIDAY = date(2026, 11, 20)
REMINDED_ON, LAST_DAY, SILENT_ON = date(2026, 12, 4), date(2026, 12, 18), date(2026, 12, 21)
PACKAGE = PackageForm(
    title=TITLE,
    category="request",
    asked_text="Elk jaar een nieuwe machtiging.",
    asked_by="Zorgverzekeraar",
    recorded_text="Wij hebben dit nergens gevonden.",
    tried="Gebeld met de verzekeraar.",
    wanted="Een machtiging voor vijf jaar.",
    contact_name="mevrouw De Boer",
    contact_email="hit@lhv.example",
)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), clock.LOCAL)


@pytest.fixture
def escalation(databases: Databases) -> Database:
    return databases("escalation")


async def sent(escalation: Database, moment: datetime) -> Handover:
    with clock.frozen(moment):
        await deliver(escalation, facts, a_dossier_concluded(title=TITLE))
        here = reference(clock.today().year, 1)
        async with escalation.transaction() as session:
            await save_package(session, here, PACKAGE, "Mo")
            await send(session, here, SendForm(version=1, no_names=True, read_through=True), "Mo", MAIL_FROM)
    return (await the_page(escalation, here)).handover


async def answered(escalation: Database, moment: datetime, answer: HandoverAnswer) -> None:
    form = AnswerForm.model_construct(answer=answer, received_on=clock.local_day(moment), public_text="Wij kijken.")
    with clock.frozen(moment):
        async with escalation.transaction() as session:
            await record_answer(session, HERE, form, "Mo")


async def mail_was(escalation: Database, moment: datetime, state: MailState) -> None:
    handover_id = (await the_page(escalation)).handover.id
    with clock.frozen(moment):
        await deliver(escalation, facts, MailSettledV1(mail_id=new_id(), about_id=handover_id, state=state))


async def time_is(escalation: Database, moment: datetime) -> None:
    settings = settings_for_tests().model_copy(update={"mail_from": MAIL_FROM})
    with clock.frozen(moment):
        await act_on_terms(JobContext(escalation, settings))


async def told(escalation: Database, kind: type[F]) -> Sequence[F]:
    return [fact for fact in await said(escalation) if isinstance(fact, kind)]


async def test_a_body_is_reminded_after_two_weeks_and_after_four_we_stop_waiting(escalation: Database) -> None:
    await sent(escalation, at(FRIDAY))
    for hours in range(35 * 24):
        await time_is(escalation, at(FRIDAY, 0) + timedelta(hours=hours))
    (reminded,), (silent,) = await told(escalation, HandoverRemindedV1), await told(escalation, HandoverWentSilentV1)
    assert reminded.answer_by == silent.answer_by == LAST_DAY
    found = await the_page(escalation)
    assert found.handover.reminded_at == at(REMINDED_ON, 8)
    assert found.shown.state is HandoverState.SILENT
    assert [(entry.text, entry.at) for entry in found.history[:2]] == [
        ("Huisartsen Interventie Team gaf geen antwoord. Wij zijn weer aan zet.", at(SILENT_ON, 8)),
        ("Stuurde Huisartsen Interventie Team een herinnering.", at(REMINDED_ON, 8)),
    ]


async def test_the_reminder_is_a_mail_that_says_so_with_the_whole_package(escalation: Database) -> None:
    await sent(escalation, at(FRIDAY))
    await time_is(escalation, at(REMINDED_ON))
    first, reminder = await told(escalation, PackageAddressedV1)
    assert (first.reminder, reminder.reminder) == (False, True)
    assert (reminder.to_name, reminder.to_email) == ("mevrouw De Boer", "hit@lhv.example")
    assert reminder.mail_subject == f"Herinnering: {TITLE} (H-26-001)"
    with clock.frozen(at(REMINDED_ON)):
        text = "\n".join(reminder.paragraphs)
    assert f"Op 20 november stuurden wij u een verzoek: {TITLE}. Wij kregen nog geen antwoord van u." in text
    assert "Wilt u ons voor 18 december laten weten of u dit oppakt?" in text
    assert "Wat wij u vragen:\nEen machtiging voor vijf jaar." in text
    assert "loket@regelwijzer.invalid" in text


@pytest.mark.parametrize(
    ("sent_on", "remind_at", "silent_at"),
    [
        # The last days fall in Christmas and on New Year's Day.
        (date(2026, 11, 27), datetime(2026, 12, 11, 7, tzinfo=UTC), datetime(2026, 12, 28, 7, tzinfo=UTC)),
        (date(2026, 12, 11), datetime(2026, 12, 28, 7, tzinfo=UTC), datetime(2027, 1, 11, 7, tzinfo=UTC)),
        # Summer time begins and ends, and February has a day more.
        (date(2027, 3, 1), datetime(2027, 3, 15, 7, tzinfo=UTC), datetime(2027, 3, 30, 6, tzinfo=UTC)),
        (date(2026, 9, 28), datetime(2026, 10, 12, 6, tzinfo=UTC), datetime(2026, 10, 27, 7, tzinfo=UTC)),
        (date(2028, 2, 15), datetime(2028, 2, 29, 7, tzinfo=UTC), datetime(2028, 3, 15, 7, tzinfo=UTC)),
    ],
)
async def test_terms_end_at_eight_on_a_working_day(
    escalation: Database, sent_on: date, remind_at: datetime, silent_at: datetime
) -> None:
    handover = await sent(escalation, at(sent_on, 23))
    assert (handover.remind_at, handover.silent_at) == (remind_at, silent_at)
    for moment, kind in ((remind_at, HandoverRemindedV1), (silent_at, HandoverWentSilentV1)):
        await time_is(escalation, moment - timedelta(minutes=1))
        assert await told(escalation, kind) == []
        await time_is(escalation, moment)
        await time_is(escalation, moment - timedelta(hours=1))
        await time_is(escalation, moment + timedelta(hours=1))
        assert len(await told(escalation, kind)) == 1


@pytest.mark.parametrize("hour", [0, 7, 20, 23])
async def test_no_body_is_written_to_at_night(escalation: Database, hour: int) -> None:
    await sent(escalation, at(FRIDAY))
    await time_is(escalation, at(REMINDED_ON + timedelta(days=1), hour))
    assert await told(escalation, HandoverRemindedV1) == []


async def test_two_workers_at_once_remind_a_body_once(escalation: Database) -> None:
    await sent(escalation, at(FRIDAY))
    await asyncio.gather(*(time_is(escalation, at(REMINDED_ON)) for _ in range(8)))
    assert len(await told(escalation, HandoverRemindedV1)) == 1
    assert len(await told(escalation, PackageAddressedV1)) == 2


async def test_a_body_that_takes_it_on_gets_the_same_term_again(escalation: Database) -> None:
    await sent(escalation, at(FRIDAY))
    await answered(escalation, at(date(2026, 12, 2)), HandoverAnswer.ACCEPTED)
    await time_is(escalation, at(REMINDED_ON))
    assert await told(escalation, HandoverRemindedV1) == []
    await time_is(escalation, at(date(2026, 12, 16)))
    reminder = (await told(escalation, PackageAddressedV1))[-1]
    assert reminder.paragraphs[0].startswith("Op 2 december liet u weten dat u ons verzoek oppakt:")
    assert "hoe het staat?" in reminder.paragraphs[1]
    await time_is(escalation, at(date(2026, 12, 31)))
    assert (await the_page(escalation)).shown.state is HandoverState.SILENT


async def test_taking_on_noted_long_after_it_was_said_reminds_nobody_at_once(escalation: Database) -> None:
    await sent(escalation, at(FRIDAY))
    form = AnswerForm.model_construct(answer=HandoverAnswer.ACCEPTED, received_on=FRIDAY, public_text="Wij kijken.")
    with clock.frozen(at(date(2027, 2, 1))):
        async with escalation.transaction() as session:
            await record_answer(session, HERE, form, "Mo")
    await time_is(escalation, at(date(2027, 2, 1), 10))
    assert (await the_page(escalation)).shown.state is HandoverState.RECEIVED


async def test_the_page_says_what_will_happen_and_what_happened(escalation: Database) -> None:
    await sent(escalation, at(FRIDAY))
    to_come = (await the_page(escalation)).shown.to_come
    assert "4 december een herinnering. Komt er geen antwoord? Dan zijn wij op 21 december weer aan zet." in to_come
    await time_is(escalation, at(SILENT_ON))
    shown = (await the_page(escalation)).shown
    with clock.frozen(at(SILENT_ON)):
        assert (shown.to_come, shown.term, shown.silence) == (
            "", "Verwacht voor 18 december", "Geen antwoord sinds 4 weken",
        )  # fmt: skip
    async with escalation.transaction() as session:
        listed = await handover_list(session, Tab.SILENT, 1)
    assert [row.next_actor for row in listed.page.rows] == [NextActor.TEAM]


@pytest.mark.parametrize("answer", [HandoverAnswer.ANSWERED, HandoverAnswer.REFUSED])
async def test_a_body_that_answered_is_left_alone(escalation: Database, answer: HandoverAnswer) -> None:
    await sent(escalation, at(FRIDAY))
    await answered(escalation, at(date(2026, 12, 2)), answer)
    before = await said(escalation)
    await time_is(escalation, at(date(2027, 3, 1)))
    assert await said(escalation) == before


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (HandoverAnswer.ACCEPTED, HandoverState.RECEIVED),
        (HandoverAnswer.ANSWERED, HandoverState.ANSWERED),
        (HandoverAnswer.REFUSED, HandoverState.REFUSED),
    ],
)
async def test_an_answer_after_silence_is_accepted_and_said_to_be_late(
    escalation: Database, answer: HandoverAnswer, state: HandoverState
) -> None:
    await sent(escalation, at(FRIDAY))
    await time_is(escalation, at(SILENT_ON))
    await answered(escalation, at(date(2027, 1, 5)), answer)
    (fact,) = await told(escalation, HandoverAnsweredV1)
    assert fact.after_silence
    assert (await the_page(escalation)).shown.state is state


async def test_nobody_is_reminded_of_a_package_that_did_not_arrive(escalation: Database) -> None:
    await sent(escalation, at(FRIDAY))
    await mail_was(escalation, at(FRIDAY, 10), MailState.FAILED)
    await time_is(escalation, at(REMINDED_ON))
    assert await told(escalation, HandoverRemindedV1) == []
    with clock.frozen(at(REMINDED_ON, 10)):
        async with escalation.transaction() as session:
            again = ResendForm(contact_name="mevrouw De Boer", contact_email="goed@lhv.example")
            await send_again(session, HERE, again, "Mo")
    await time_is(escalation, at(REMINDED_ON, 11))
    assert await told(escalation, HandoverRemindedV1) == []
    await time_is(escalation, at(SILENT_ON))
    assert (await the_page(escalation)).shown.state is HandoverState.SILENT


async def test_what_was_on_its_way_before_is_reminded_of_and_ends_a_week_from_now_at_least(
    escalation: Database,
) -> None:
    sent_on, week = clock.today() - timedelta(days=60), clock.today() + timedelta(days=7)
    await sent(escalation, at(sent_on))
    forget = "update handovers set remind_at = null, silent_at = null"
    await execute(escalation, [forget, *statements_of("escalation", "0005_terms", "ON_THEIR_WAY")])
    handover = (await the_page(escalation)).handover
    assert (handover.remind_at, handover.silent_at) == (at(sent_on + timedelta(days=14), 8), at(week, 8))

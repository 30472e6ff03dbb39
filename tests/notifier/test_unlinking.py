"""A link that was undone: its mail stays where it is, or a mail puts it right; whatever comes first."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifier.domain import PublicStatus
from services.notifier.handlers.filling import UNDONE
from services.notifier.mailer.memory import MemoryMailer
from services.notifier.silences import NEVER_WENT
from services.notifier.subscribers import facts
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import ReportSubmittedV1, ReportWithdrawnV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.research import DossierConcludedV1
from shared.contracts.triage import ReportLinkedV1, ReportUnlinkedV1
from shared.contracts.vocabulary import WithdrawReason
from shared.database import Database
from shared.messaging import outbox
from shared.messaging.failures import TooEarly
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import said
from tests.notifier.examples import DOSSIER, a
from tests.notifier.rounds import Hear, all_mails, send_round

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
UNTIL = NOON + timedelta(minutes=10)


async def _reported(hear: Hear, database: Database) -> ReportSubmittedV1:
    report = a_report_submitted()
    with clock.frozen(NOON - timedelta(hours=1)):
        await hear(report, a_contact_given(report_id=report.report_id))
        await send_round(database, MemoryMailer())
    return report


def _at(minutes: int, fact: Fact) -> CloudEvent[Fact]:
    with clock.frozen(NOON + timedelta(minutes=minutes)):
        return outbox.envelope(fact)


def _link(report: ReportSubmittedV1) -> CloudEvent[Fact]:
    return _at(0, a(ReportLinkedV1, report_id=report.report_id, undo_until=UNTIL))


def _undo(report: ReportSubmittedV1, link: CloudEvent[Fact]) -> CloudEvent[Fact]:
    return _at(2, a(ReportUnlinkedV1, report_id=report.report_id, undoes=link.id))


async def _hear(database: Database, *events: CloudEvent[Fact]) -> None:
    for event in events:
        body = event.model_dump_json(exclude_none=True).encode()
        for one in facts.subscriptions:
            if isinstance(event.data, one.kind):
                with clock.frozen(event.time):
                    await one.apply(database, body)


async def _round(database: Database, minutes: int) -> int:
    mailer = MemoryMailer()
    with clock.frozen(NOON + timedelta(minutes=minutes)):
        await send_round(database, mailer)
    return len(mailer.taken)


async def _ends(database: Database) -> list[str | None]:
    return [fact.why for fact in await said(database) if isinstance(fact, MailSettledV1)][1:]


async def _statuses(database: Database) -> list[str]:
    return [fact.public_status for fact in await said(database) if isinstance(fact, NoticeIssuedV1)][1:]


async def test_the_mail_about_a_link_waits_as_long_as_it_can_be_undone(database: Database, hear: Hear) -> None:
    report = await _reported(hear, database)
    await _hear(database, _link(report))
    assert await _statuses(database) == [PublicStatus.RESEARCHING]
    assert [await _round(database, minutes) for minutes in (0, 9, 10)] == [0, 0, 1]


async def test_undone_in_time_neither_is_mailed_and_the_page_tells(database: Database, hear: Hear) -> None:
    report = await _reported(hear, database)
    link = _link(report)
    undo = _undo(report, link)
    await _hear(database, link, undo, undo)
    assert await _round(database, 30) == 0
    assert await _statuses(database) == [PublicStatus.RESEARCHING, PublicStatus.ASSESSING]
    assert await _ends(database) == [UNDONE, NEVER_WENT]


async def test_what_went_out_is_put_right_by_mail(database: Database, hear: Hear) -> None:
    report = await _reported(hear, database)
    link = _link(report)
    await _hear(database, link)
    assert await _round(database, 10) == 1
    await _hear(database, _undo(report, link))
    assert await _round(database, 10) == 1
    assert await _ends(database) == [None, None]


async def test_an_undoing_heard_before_its_link_waits_for_it(database: Database, hear: Hear) -> None:
    report = await _reported(hear, database)
    link = _link(report)
    undo = _undo(report, link)
    with pytest.raises(TooEarly):
        await _hear(database, undo)
    await _hear(database, link, undo)
    assert await _round(database, 30) == 0
    assert (await _statuses(database))[-1] == PublicStatus.ASSESSING


async def test_after_an_outcome_that_was_told_too_the_mistake_is_mailed(database: Database, hear: Hear) -> None:
    report = await _reported(hear, database)
    link = _link(report)
    outcome = _at(1, a(DossierConcludedV1, dossier_id=DOSSIER))
    await _hear(database, link, outcome)
    # The mail about the link does not come in after that about the outcome.
    assert await _round(database, 1) == 2
    await _hear(database, _undo(report, link))
    assert await _round(database, 3) == 1
    later = _at(5, a(DossierConcludedV1, dossier_id=DOSSIER, public_text="Nog iets."))
    await _hear(database, later)
    assert await _round(database, 6) == 0


async def test_linked_again_it_is_told_again(database: Database, hear: Hear) -> None:
    report = await _reported(hear, database)
    link = _link(report)
    again = _at(4, a(ReportLinkedV1, report_id=report.report_id, undo_until=NOON + timedelta(minutes=14)))
    await _hear(database, link, again, _undo(report, link))
    assert await _round(database, 20) >= 1
    await _hear(database, _at(21, a(DossierConcludedV1, dossier_id=DOSSIER)))
    assert await _round(database, 22) == 1


async def test_who_took_the_report_back_is_mailed_nothing_of_it(database: Database, hear: Hear) -> None:
    report = await _reported(hear, database)
    link = _link(report)
    await _hear(database, link)
    with clock.frozen(NOON + timedelta(minutes=1)):
        await hear(ReportWithdrawnV1(report_id=report.report_id, reason=WithdrawReason.MISTAKE))
    await _hear(database, _undo(report, link))
    assert await _round(database, 30) == 0
    assert len(await all_mails(database)) == 3

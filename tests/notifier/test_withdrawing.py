"""Who took a report back is told and mailed nothing more."""

import pytest
from sqlalchemy import select

from services.notifier.mailer import MemoryMailer
from services.notifier.repository import known
from services.notifier.subscribers import facts
from services.notifier.tables import Contact
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.research import DossierConcludedV1
from shared.contracts.triage import QuestionAskedV1, ReportLinkedV1
from shared.contracts.vocabulary import MailState, WithdrawReason
from shared.database import Database
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import deliver, said
from tests.notifier.examples import DOSSIER, a
from tests.notifier.rounds import Hear, send_round, settled


def taken_back(report_id: object) -> ReportWithdrawnV1:
    return ReportWithdrawnV1.model_validate({"report_id": report_id, "reason": WithdrawReason.MISTAKE})


async def test_what_waits_is_withheld_and_nothing_more_is_told(database: Database, hear: Hear) -> None:
    mailer, report = MemoryMailer(), a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id))
    await hear(a(ReportLinkedV1, report_id=report.report_id), taken_back(report.report_id))
    await hear(a(QuestionAskedV1, report_id=report.report_id), a(DossierConcludedV1))
    await send_round(database, mailer)
    assert mailer.taken == []
    assert await settled(database) == [(MailState.WITHHELD, "de melder trok de melding in")] * 2
    assert len([fact for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]) == 2
    async with database.transaction() as session:
        assert (await session.scalars(select(Contact))).all() == []


async def test_an_address_that_comes_afterwards_is_not_kept(database: Database, hear: Hear) -> None:
    report = a_report_submitted()
    await hear(report, taken_back(report.report_id), a_contact_given(report_id=report.report_id))
    async with database.transaction() as session:
        assert (await session.scalars(select(Contact))).all() == []


async def test_a_practice_that_left_is_not_counted_among_the_others(database: Database, hear: Hear) -> None:
    reports = [a_report_submitted(reference=f"RW-26-000{number}") for number in (1, 2)]
    for report in reports:
        await hear(report, a(ReportLinkedV1, report_id=report.report_id))
    await hear(taken_back(reports[0].report_id))
    async with database.transaction() as session:
        mine = await known.report(session, reports[1].report_id)
        assert mine
        assert await known.practices_under(session, DOSSIER, with_report=mine) == 1


async def test_a_report_that_is_not_known_yet_is_too_early(database: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(database, facts, taken_back(new_id()))

"""Who took a report back is mailed nothing more, whatever is heard first."""

from itertools import permutations
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from services.notifier.mailer import MemoryMailer
from services.notifier.repository import known
from services.notifier.silences import WITHDRAWN
from services.notifier.subscribers import facts
from services.notifier.tables import Contact, IssuedNotice, Mail
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.research import DossierConcludedV1
from shared.contracts.triage import QuestionAskedV1, ReportLinkedV1, ReportUnlinkedV1
from shared.contracts.vocabulary import MailState, WithdrawReason
from shared.database import Database
from shared.ids import new_id
from shared.messaging import outbox
from shared.messaging.failures import TooEarly
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import deliver, said
from tests.notifier.examples import DOSSIER, a
from tests.notifier.rounds import Hear, send_round, settled


def taken_back(report_id: object) -> ReportWithdrawnV1:
    return ReportWithdrawnV1.model_validate({"report_id": report_id, "reason": WithdrawReason.MISTAKE})


async def test_what_waits_is_withheld_and_nothing_more_is_mailed(database: Database, hear: Hear) -> None:
    mailer, report = MemoryMailer(), a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id))
    await hear(a(ReportLinkedV1, report_id=report.report_id), taken_back(report.report_id))
    await hear(a(QuestionAskedV1, report_id=report.report_id), a(DossierConcludedV1))
    await send_round(database, mailer)
    assert mailer.taken == []
    assert await settled(database) == [(MailState.WITHHELD, WITHDRAWN)] * 4
    assert len([fact for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]) == 4
    async with database.transaction() as session:
        assert (await session.scalars(select(Contact))).all() == []


async def test_in_whatever_order_it_is_heard_the_same_is_told(database: Database) -> None:
    in_order = await _told(database, (0, 1, 2, 3, 4))
    assert [why for _, _, why in in_order].count(WITHDRAWN) == 3
    for order in Random(1).sample(list(permutations(range(5))), 12):
        assert await _told(database, order) == in_order, order


async def _told(database: Database, order: tuple[int, ...]) -> tuple[tuple[object, ...], ...]:
    """What is told of a report that was linked, unlinked, asked about, taken back and asked about once more."""
    report = a_report_submitted()
    of_report = {"report_id": report.report_id}
    link = outbox.envelope(a(ReportLinkedV1, **of_report))
    undo = outbox.envelope(a(ReportUnlinkedV1, undoes=link.id, **of_report))
    asked = [outbox.envelope(a(QuestionAskedV1, **of_report, send_mail=mailed)) for mailed in (False, True)]
    events = [link, undo, asked[0], outbox.envelope(taken_back(report.report_id)), asked[1]]
    waiting = [outbox.envelope(report), *(events[number] for number in order)]
    while waiting:
        waiting = [event for event in waiting if not await _is_heard(database, event)]
    async with database.transaction() as session:
        mine = select(IssuedNotice, Mail).join(Mail, col(Mail.source_id) == col(IssuedNotice.id))
        rows = await session.execute(mine.where(col(IssuedNotice.report_id) == report.report_id))
        return tuple(sorted((notice.words["title"], mail.state, mail.why or "") for notice, mail in rows))


async def _is_heard(database: Database, event: CloudEvent[Any]) -> bool:
    body = event.model_dump_json(exclude_none=True).encode()
    try:
        for one in facts.subscriptions:
            if isinstance(event.data, one.kind):
                await one.apply(database, body)
    except TooEarly:
        return False
    return True


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

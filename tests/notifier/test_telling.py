import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifier.handlers import linking
from services.notifier.tables import Contact, KeptSilence, Mail, Name
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1, PackageAddressedV1
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import (
    HandoverDecidedV1,
    QuestionAskedV1,
    ReportAnsweredV1,
    ReportClosedV1,
    ReportLinkedV1,
    ReportReferredV1,
)
from shared.contracts.vocabulary import MailState, NextActor
from shared.database import Database
from shared.messaging.failures import TooEarly
from shared.messaging.outbox import envelope
from tests.builders import a_contact_given, a_report_submitted, an_answer_given
from tests.facts import said
from tests.notifier.examples import DOSSIER, a

Hear = Callable[..., Coroutine[Any, Any, None]]
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


async def _notices(database: Database, report_id: UUID | None = None) -> list[NoticeIssuedV1]:
    issued = [fact for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]
    return [notice for notice in issued if report_id in (None, notice.report_id)]


async def _rows(database: Database, table: type[Any]) -> list[Any]:
    async with database.transaction() as session:
        return list(await session.scalars(select(table)))


async def _a_report(hear: Hear, **changes: Any) -> ReportSubmittedV1:
    report = a_report_submitted(**changes)
    await hear(report, a_contact_given(report_id=report.report_id))
    return report


async def test_a_report_is_confirmed_in_a_notice_and_a_mail(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        report = await _a_report(hear)

    (notice,) = await _notices(database)
    assert notice.report_id == report.report_id
    assert notice.title == "We hebben je melding ontvangen"
    assert (notice.public_status, notice.next_actor, notice.next_actor_name) == ("Binnen", NextActor.TEAM, "Wij")
    assert (notice.expected_on, notice.happened_at) == (report.answer_by, AT)
    (mail,) = await _rows(database, Mail)
    assert (mail.state, mail.about_id) == ("pending", report.report_id)


async def test_hearing_a_fact_again_tells_nobody_twice(database: Database, hear: Hear) -> None:
    report = a_report_submitted()
    await hear(report, times=3)

    assert len(await _notices(database)) == 1
    assert len(await _rows(database, Mail)) == 1


@pytest.mark.parametrize(
    "kind",
    [QuestionAskedV1, ReportLinkedV1, ReportReferredV1, HandoverDecidedV1, ReportClosedV1],
)
async def test_a_decision_before_its_report_waits(database: Database, hear: Hear, kind: type[Fact]) -> None:
    with pytest.raises(TooEarly):
        await hear(a(kind))

    assert await said(database) == []


async def test_an_agreement_waits_until_we_know_whether_its_page_is_public(database: Database, hear: Hear) -> None:
    report = await _a_report(hear)
    answered = a(ReportAnsweredV1, report_id=report.report_id)
    with pytest.raises(TooEarly):
        await hear(answered)
    await hear(a(ItemPublishedV1, public=False), a(ItemPublishedV1, revision=3), a(ItemPublishedV1, revision=2))
    await hear(answered)

    notice = (await _notices(database))[-1]
    assert (notice.link_path, notice.link_text) == ("/kennis/R01", "Bekijk de afspraak")


async def test_names_follow_the_newest_revision_whatever_order_they_come_in(database: Database, hear: Hear) -> None:
    with clock.frozen(AT):
        late = a(PartyListedV1, name="Nieuwe naam")
        await hear(late)
    with clock.frozen(AT - timedelta(days=1)):
        await hear(a(PartyListedV1, name="Oude naam"))
    await hear(a(ItemPublishedV1, revision=2, title="Nieuw"), a(ItemPublishedV1, revision=1, title="Oud"))

    assert {row.name for row in await _rows(database, Name)} == {"Nieuwe naam", "Nieuw"}


async def test_a_newer_address_replaces_an_older_one_only(database: Database, hear: Hear) -> None:
    report = a_report_submitted()
    for day, email in ((2, "nieuw@molen.example"), (1, "oud@molen.example")):
        with clock.frozen(AT + timedelta(days=day)):
            await hear(a_contact_given(report_id=report.report_id, email=email))

    (contact,) = await _rows(database, Contact)
    assert contact.email == "nieuw@molen.example"


async def test_an_answer_on_the_status_page_is_confirmed(database: Database, hear: Hear) -> None:
    report = await _a_report(hear)
    await hear(an_answer_given(report_id=report.report_id))

    assert (await _notices(database))[-1].title == "We hebben je antwoord ontvangen"


async def test_without_the_tick_the_notice_stands_on_the_page_and_no_mail_goes_out(
    database: Database, hear: Hear
) -> None:
    report = await _a_report(hear)
    await hear(a(ReportClosedV1, report_id=report.report_id, send_mail=False))

    settled = (await said(database))[-1]
    assert (await _notices(database))[-1].public_status == "Gesloten"
    assert isinstance(settled, MailSettledV1)
    assert (settled.state, settled.why) == (MailState.WITHHELD, "het team koos geen mail")
    assert settled.about_id == report.report_id


async def test_an_outcome_reaches_each_report_under_the_dossier_and_no_other(database: Database, hear: Hear) -> None:
    reports = [await _a_report(hear) for _ in range(4)]
    for report in reports[:3]:
        await hear(a(ReportLinkedV1, report_id=report.report_id))
    await hear(a(DossierConcludedV1), times=2)

    told = [notice.report_id for notice in await _notices(database) if notice.title.startswith("Opgelost")]
    assert told == [report.report_id for report in reports[:3]]


async def test_a_link_heard_after_the_outcome_still_gets_it_and_a_later_link_does_not(
    database: Database, hear: Hear
) -> None:
    early, late = await _a_report(hear), await _a_report(hear)
    with clock.frozen(AT + timedelta(hours=2)):
        await hear(a(HandoverSentV1), a(DossierConcludedV1))
    with clock.frozen(AT + timedelta(hours=1)):
        await hear(a(ReportLinkedV1, report_id=early.report_id), times=2)
    with clock.frozen(AT + timedelta(hours=3)):
        await hear(a(ReportLinkedV1, report_id=late.report_id))

    statuses = [notice.public_status for notice in await _notices(database, early.report_id)]
    assert statuses == ["Binnen", "In onderzoek", "Landelijk doorgegeven", "Opgelost"]
    assert len(await _notices(database, late.report_id)) == 2


async def test_a_link_and_an_outcome_at_the_same_moment_see_each_other(database: Database, hear: Hear) -> None:
    report = await _a_report(hear)
    link = CloudEvent[ReportLinkedV1].model_validate(
        envelope(a(ReportLinkedV1, report_id=report.report_id)).model_dump()
    )
    async with database.transaction() as session:
        await linking.link_report(session, link)
        outcome = asyncio.create_task(hear(a(DossierConcludedV1)))
        await asyncio.sleep(0.1)
    await outcome

    assert (await _notices(database))[-1].title == "Opgelost: dit verandert er"


async def test_an_older_link_does_not_undo_a_newer_one(database: Database, hear: Hear) -> None:
    report = await _a_report(hear)
    with clock.frozen(AT + timedelta(hours=1)):
        await hear(a(ReportLinkedV1, report_id=report.report_id))
    with clock.frozen(AT):
        await hear(a(ReportLinkedV1, report_id=report.report_id, dossier_id=report.report_id))
    await hear(a(DossierReopenedV1, dossier_id=DOSSIER))

    assert (await _notices(database))[-1].title == "We gaan verder met je melding"


async def test_a_handover_tells_its_report_or_all_under_its_dossier(database: Database, hear: Hear) -> None:
    alone, first, second = [await _a_report(hear) for _ in range(3)]
    for report in (first, second):
        await hear(a(ReportLinkedV1, report_id=report.report_id))
    await hear(a(HandoverSentV1, report_id=alone.report_id, dossier_id=None), a(HandoverAnsweredV1))

    assert (await _notices(database, alone.report_id))[-1].public_status == "Landelijk doorgegeven"
    for report in (first, second):
        assert (await _notices(database, report.report_id))[-1].title.endswith("heeft geantwoord")


async def test_a_fact_about_an_empty_dossier_is_told_to_nobody_and_says_why(database: Database, hear: Hear) -> None:
    await hear(a(DossierConcludedV1), times=2)

    (silence,) = await _rows(database, KeptSilence)
    assert (silence.subject, silence.about_id) == ("research.dossier.concluded.v1", DOSSIER)
    assert silence.reason == "er hangt geen melding onder"
    assert await said(database) == []


async def test_an_answer_that_reopens_the_dossier_is_told_once(database: Database, hear: Hear) -> None:
    report = await _a_report(hear)
    await hear(a(ReportLinkedV1, report_id=report.report_id), a(HandoverAnsweredV1))
    before = len(await _notices(database))
    await hear(a(DossierReopenedV1, handover_id=DOSSIER))

    assert len(await _notices(database)) == before
    (silence,) = await _rows(database, KeptSilence)
    assert silence.reason == "het antwoord van de organisatie vertelt dit al"


async def test_a_package_becomes_one_mail(database: Database, hear: Hear) -> None:
    package = a(PackageAddressedV1)
    await hear(package, times=2)

    (mail,) = await _rows(database, Mail)
    assert (mail.purpose, mail.about_id, mail.state) == ("package", package.handover_id, "pending")


async def test_nothing_said_names_the_reporter(database: Database, hear: Hear) -> None:
    report = await _a_report(hear)
    await hear(a(ReportLinkedV1, report_id=report.report_id), a(DossierConcludedV1))

    everything = " ".join(fact.model_dump_json() for fact in await said(database))
    for secret in ("Noor", "molen.example", "a-token-nobody-can-guess", report.story):
        assert secret not in everything

"""A handover of an erased report is empty and done with."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlmodel import col

from services.escalation.domain import MoveRefused
from services.escalation.forms import PackageForm, ResendForm, SendForm
from services.escalation.handlers.sending import save_package, send, send_again
from services.escalation.subscribers import facts
from services.escalation.tables import Handover
from shared.contracts.escalation import HandoverErasedV1
from shared.contracts.intake import ReportErasedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import EraseReason, MailState
from shared.database import Database
from shared.ids import new_id
from tests.builders import a_report_submitted
from tests.erasing.searching import columns_with
from tests.escalation.facts_heard import MAIL_FROM, a_dossier_concluded, a_handover_decided
from tests.facts import deliver, said

SECRET = "kanarie"
WHOLE = PackageForm.model_validate(
    dict.fromkeys(("title", "asked_text", "asked_by", "recorded_text", "tried", "wanted", "contact_name"), SECRET)
    | {"category": "request", "contact_email": "hit@denkbeeldig.example"}
)


@pytest.fixture
def escalation(databases: Callable[[str], Database]) -> Database:
    return databases("escalation")


async def _handover(escalation: Database) -> Handover:
    async with escalation.transaction() as session:
        return (await session.scalars(select(Handover).where(col(Handover.report_id).is_not(None)))).one()


async def test_its_package_is_emptied_and_nobody_writes_in_it_again(escalation: Database, database_url: str) -> None:
    report = a_report_submitted(title=f"Over {SECRET}")
    await deliver(escalation, facts, report)
    await deliver(escalation, facts, a_handover_decided(report_id=report.report_id, reason=SECRET))
    package = PackageForm(title=f"Over {SECRET}", asked_text=SECRET, tried=SECRET, wanted=SECRET)
    async with escalation.transaction() as session:
        await save_package(session, "H-26-001", package, "Sanne")
    erased = ReportErasedV1(report_id=report.report_id, reason=EraseReason.REQUESTED)
    await deliver(escalation, facts, erased)
    assert columns_with(database_url, SECRET) == []
    handover = await _handover(escalation)
    assert (handover.state, handover.reference, handover.practices) == ("closed", "H-26-001", 1)
    assert await said(escalation) == [HandoverErasedV1(handover_id=handover.id, report_id=report.report_id)]
    with pytest.raises(MoveRefused):
        async with escalation.transaction() as session:
            await save_package(session, "H-26-001", package.model_copy(update={"version": handover.version}), "Sanne")


async def test_a_mail_that_was_withheld_for_it_is_not_sent_again(escalation: Database) -> None:
    report = a_report_submitted()
    await deliver(escalation, facts, report)
    await deliver(escalation, facts, a_handover_decided(report_id=report.report_id))
    async with escalation.transaction() as session:
        await save_package(session, "H-26-001", WHOLE, "Sanne")
        await send(session, "H-26-001", SendForm(version=1, no_names=True, read_through=True), "Sanne", MAIL_FROM)
    await deliver(escalation, facts, ReportErasedV1(report_id=report.report_id, reason=EraseReason.REQUESTED))
    handover = await _handover(escalation)
    withheld = MailSettledV1(mail_id=new_id(), about_id=handover.id, state=MailState.WITHHELD)
    await deliver(escalation, facts, withheld)
    assert (await _handover(escalation)).delivery == "withheld"
    with pytest.raises(MoveRefused):
        async with escalation.transaction() as session:
            again = ResendForm(contact_name="HIT", contact_email="hit@denkbeeldig.example")
            await send_again(session, "H-26-001", again, "Sanne")


async def test_the_handover_of_a_dossier_stays(escalation: Database) -> None:
    report = a_report_submitted()
    await deliver(escalation, facts, report)
    await deliver(escalation, facts, a_dossier_concluded())
    await deliver(escalation, facts, ReportErasedV1(report_id=report.report_id, reason=EraseReason.REQUESTED))
    async with escalation.transaction() as session:
        handover = (await session.scalars(select(Handover))).one()
    assert (handover.state, handover.asked_text) == ("draft", "Elk jaar is een nieuwe machtiging nodig.")

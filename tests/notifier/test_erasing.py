"""What was erased is told and mailed to nobody any more; who is forgotten gets no mail."""

import pytest
from sqlalchemy import select

from services.notifier.mailer import Deferred, Delivered, Letter, MemoryMailer, RelayDown, Result, Uncertain
from services.notifier.subscribers import facts
from services.notifier.tables import Contact, IssuedNotice
from shared import clock
from shared.contracts.escalation import HandoverErasedV1, PackageAddressedV1
from shared.contracts.intake import ReportErasedV1, ReporterPseudonymisedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.research import DossierConcludedV1
from shared.contracts.triage import QuestionAskedV1, ReportLinkedV1
from shared.contracts.vocabulary import EraseReason, MailState
from shared.database import Database
from shared.ids import new_id
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import deliver, said
from tests.notifier.examples import DOSSIER, a
from tests.notifier.rounds import Hear, all_mails, only_mail, send_round, settled

ERASED, FORGOTTEN = "de melding is gewist", "we hebben de gegevens van de melder gewist"


class ErasesMeanwhile(MemoryMailer):
    """A mailer during whose sending the thing the mail is about is erased."""

    def __init__(self, database: Database, fact: ReportErasedV1 | HandoverErasedV1, result: Result) -> None:
        super().__init__(result)
        self._database, self._fact = database, fact

    async def send(self, letter: Letter) -> Result:
        await deliver(self._database, facts, self._fact)
        return await super().send(letter)


def erased(report_id: object) -> ReportErasedV1:
    return ReportErasedV1.model_validate({"report_id": report_id, "reason": EraseReason.REQUESTED})


async def test_a_mail_that_waits_is_withheld_with_the_reason(database: Database, hear: Hear) -> None:
    mailer, report = MemoryMailer(), a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id), erased(report.report_id))
    await send_round(database, mailer)
    assert mailer.taken == []
    assert await settled(database) == [(MailState.WITHHELD, ERASED)]


@pytest.mark.parametrize("result", [Deferred(451, "later"), RelayDown("weg")])
async def test_a_mail_that_was_going_out_is_not_tried_again(database: Database, hear: Hear, result: Result) -> None:
    report = a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id))
    await send_round(database, ErasesMeanwhile(database, erased(report.report_id), result))
    assert await settled(database) == [(MailState.WITHHELD, ERASED)]


async def test_a_mail_that_went_out_was_sent(database: Database, hear: Hear) -> None:
    report = a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id))
    await send_round(database, ErasesMeanwhile(database, erased(report.report_id), Delivered()))
    assert await settled(database) == [(MailState.SENT, None)]


async def test_a_package_in_doubt_does_not_go_once_more_empty(database: Database, hear: Hear) -> None:
    package = a(PackageAddressedV1)
    await hear(package)
    gone = HandoverErasedV1(handover_id=package.handover_id, report_id=new_id())
    mailer = ErasesMeanwhile(database, gone, Uncertain("wie weet"))
    await send_round(database, mailer)
    await send_round(database, MemoryMailer())
    assert await settled(database) == [(MailState.WITHHELD, ERASED)]
    assert len(mailer.taken) == 1


async def test_a_package_that_comes_after_the_erasure_goes_nowhere(database: Database, hear: Hear) -> None:
    package, mailer = a(PackageAddressedV1), MemoryMailer()
    await hear(HandoverErasedV1(handover_id=package.handover_id, report_id=new_id()), package)
    await send_round(database, mailer)
    assert (mailer.taken, await settled(database)) == ([], [(MailState.WITHHELD, ERASED)])


async def test_an_erased_report_is_told_nothing_more(database: Database, hear: Hear) -> None:
    report, other = a_report_submitted(), a_report_submitted()
    for one in (report, other):
        await hear(one, a(ReportLinkedV1, report_id=one.report_id, dossier_id=DOSSIER))
    await hear(erased(report.report_id), a(QuestionAskedV1, report_id=report.report_id))
    before = len(await all_mails(database))
    await hear(a(DossierConcludedV1, dossier_id=DOSSIER))
    told = [fact for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]
    assert [notice.report_id for notice in told][-1] == other.report_id
    assert len(await all_mails(database)) == before + 1


async def test_how_it_stood_stays_known(database: Database, hear: Hear) -> None:
    report = a_report_submitted()
    await hear(report, erased(report.report_id))
    async with database.transaction() as session:
        notice = (await session.scalars(select(IssuedNotice))).one()
    assert (notice.words["public_status"], notice.words["next_actor"]) == ("Binnen", "team")
    assert report.title not in str(notice.words)


async def test_who_is_forgotten_is_not_mailed_also_when_the_address_comes_later(database: Database, hear: Hear) -> None:
    mailer, report = MemoryMailer(), a_report_submitted()
    contact = a_contact_given(report_id=report.report_id)
    with clock.frozen(clock.now()):
        await hear(report, contact)
    await send_round(database, mailer)
    await hear(ReporterPseudonymisedV1(report_id=report.report_id), contact.model_copy(update={"name": "Later"}))
    await hear(a(QuestionAskedV1, report_id=report.report_id))
    await send_round(database, mailer)
    assert len(mailer.taken) == 1
    assert await settled(database) == [(MailState.SENT, None), (MailState.WITHHELD, FORGOTTEN)]
    async with database.transaction() as session:
        assert (await session.scalars(select(Contact))).all() == []


async def test_a_mail_without_its_address_yet_is_withheld_too(database: Database, hear: Hear) -> None:
    report = a_report_submitted()
    await hear(report, erased(report.report_id), a_contact_given(report_id=report.report_id))
    assert (await only_mail(database)).state == "withheld"

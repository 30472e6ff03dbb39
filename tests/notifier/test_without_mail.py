"""Who gave no address is told on the page only, and nothing waits or fails because of it."""

from services.notifier.mailer import MemoryMailer
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.triage import QuestionAskedV1, QuestionRemindedV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import said
from tests.notifier.examples import a
from tests.notifier.rounds import Hear, send_round, settled

NO_ADDRESS = "de melder gaf geen e-mailadres"


async def test_notices_stand_on_the_page_and_their_mails_are_withheld_with_the_reason(
    database: Database, hear: Hear
) -> None:
    mailer, report = MemoryMailer(), a_report_submitted(by_mail=False)
    about = {"report_id": report.report_id}
    await hear(report, a(QuestionAskedV1, **about), a(QuestionRemindedV1, **about))
    await send_round(database, mailer)
    assert mailer.taken == []
    assert await settled(database) == [(MailState.WITHHELD, NO_ADDRESS)] * 3
    assert len([fact for fact in await said(database) if isinstance(fact, NoticeIssuedV1)]) == 3


async def test_once_an_address_is_given_what_follows_is_mailed(database: Database, hear: Hear) -> None:
    mailer, report = MemoryMailer(), a_report_submitted(by_mail=False)
    await hear(report, a_contact_given(report_id=report.report_id))
    await hear(a(QuestionAskedV1, report_id=report.report_id))
    await send_round(database, mailer)
    assert len(mailer.taken) == 1

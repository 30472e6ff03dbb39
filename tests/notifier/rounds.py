"""Reports that are mailed about, and rounds that send; what came of it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy import select

from services.notifier.hands import Hands
from services.notifier.mailer import Mailer
from services.notifier.rendering import Letterhead
from services.notifier.sending import DeliveryRound
from services.notifier.tables import Mail
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import MailState
from shared.database import Database
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import said

Hear = Callable[..., Awaitable[None]]
LETTERHEAD = Letterhead("RegelWijzer", "loket@rw.example", "https://rw.example")
AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


async def report_in(hear: Hear, **contact: str) -> None:
    """A report comes in, with who to mail."""
    report = a_report_submitted()
    await hear(report, a_contact_given(report_id=report.report_id, **contact))


async def send_round(database: Database, mailer: Mailer, hands: Hands | None = None) -> None:
    """One round of sending."""
    await DeliveryRound(database, mailer, LETTERHEAD, hands).run()


async def all_mails(database: Database) -> list[Mail]:
    """Every mail there is, oldest first."""
    async with database.transaction() as session:
        return list(await session.scalars(select(Mail).order_by("id")))


async def only_mail(database: Database) -> Mail:
    """The one mail there is."""
    (mail,) = await all_mails(database)
    return mail


async def settled(database: Database) -> list[tuple[MailState, str | None]]:
    """How mails ended, as told to the others."""
    return [(fact.state, fact.why) for fact in await said(database) if isinstance(fact, MailSettledV1)]

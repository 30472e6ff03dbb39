"""What others did with a report that belongs in its history: its reporter was told something, a colleague looked at who
that is.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import LOOKED, OPENED_FILE, PRIVACY
from services.triage.repository import told
from services.triage.tables import ToldMail, ToldNotice
from shared.contracts.intake import PersonalDataSeenV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.history import write_down


async def keep_notice(session: AsyncSession, fact: NoticeIssuedV1) -> None:
    """The reporter was told something."""
    notice = ToldNotice(
        id=fact.notice_id, report_id=fact.report_id, happened_at=fact.happened_at, title=fact.title, text=fact.text
    )
    await told.add_notice(session, notice)


async def keep_mail(session: AsyncSession, fact: MailSettledV1, settled_at: datetime) -> None:
    """A mail ended. Mails about something else than a notice are of no use here."""
    if fact.notice_id:
        mail = ToldMail(notice_id=fact.notice_id, state=fact.state.value, why=fact.why, settled_at=settled_at)
        await told.add_mail(session, mail)


async def note_look(session: AsyncSession, fact: PersonalDataSeenV1, seen_at: datetime) -> None:
    """A member looked at who sent a report, or at a file that came with it."""
    text = OPENED_FILE if fact.attachment_id else LOOKED
    await write_down(session, fact.report_id, fact.member_name, text, topic=PRIVACY, at=seen_at, internal=True)

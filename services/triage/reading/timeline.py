"""The timeline of a case: what was done by whom, and what the reporter was told, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import PRIVACY, SYSTEM
from services.triage.repository import told
from services.triage.tables import ToldMail, ToldNotice
from shared import clock
from shared.contracts.vocabulary import MailState
from shared.dutch import moment_text
from shared.history import Entry, history_of

# A mail is tried for three days; whatever was not heard of after that never will be.
MAIL_TRIED = timedelta(days=4)
_COLOURS = {MailState.SENT: "groen", MailState.FAILED: "rood"}


@dataclass(frozen=True)
class MailLine:
    """How the mail of a notice fares. `colour` is that of its tag."""

    text: str
    colour: str = ""
    why: str = ""


@dataclass(frozen=True)
class Line:
    """One thing in the timeline; with `mail` it is something the reporter was told, in the words of `told`.

    `id` is that of the entry in the history: what was written down later has a higher one.
    """

    at: datetime
    who: str
    text: str
    internal: bool = False
    told: str = ""
    mail: MailLine | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class Timeline:
    """What happened, and apart from it who saw personal data; both newest first."""

    lines: Sequence[Line]
    privacy: Sequence[Entry]


async def timeline_of(session: AsyncSession, report_id: UUID) -> Timeline:
    """Everything that is known of what happened to a report."""
    history = await history_of(session, report_id)
    done = [Line(one.at, one.who, one.text, one.internal, id=one.id) for one in history if one.topic != PRIVACY]
    notices = [_line(notice, mail) for notice, mail in await told.notices(session, report_id)]
    lines = sorted([*notices, *done], key=lambda line: line.at, reverse=True)
    return Timeline(lines, [one for one in history if one.topic == PRIVACY])


def _line(notice: ToldNotice, mail: ToldMail | None) -> Line:
    return Line(
        notice.happened_at, SYSTEM, f"Aan de melder: {notice.title}", told=notice.text, mail=_mail(notice, mail)
    )


def _mail(notice: ToldNotice, mail: ToldMail | None) -> MailLine:
    if mail is None:
        is_old = clock.now() - notice.happened_at > MAIL_TRIED
        return MailLine("Niet bekend of hier een mail over ging" if is_old else "Mail staat klaar of is onderweg")
    state = MailState.parse(mail.state)
    texts = {
        MailState.SENT: f"Mail verstuurd, {moment_text(mail.settled_at)}",
        MailState.FAILED: "Mail kwam niet aan",
        MailState.UNKNOWN: "Onzeker of de mail aankwam",
        MailState.WITHHELD: "Geen mail verstuurd",
    }
    return MailLine(texts[state], _COLOURS.get(state, ""), mail.why or "")

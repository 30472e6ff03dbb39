"""A piece of a report was hidden: it goes from its case and its history too; the privacy log says who did it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import HID, PRIVACY
from services.triage.repository import tasks, told
from services.triage.tables import Case
from shared import clock
from shared.contracts.intake import ReportSubmittedV1, WordsHiddenV1
from shared.contracts.pieces import Hider, piece_in
from shared.contracts.words import WORDS
from shared.history import hide_pieces, write_down
from shared.messaging import hiding
from shared.messaging.redacting import redact_messages


async def hide(session: AsyncSession, fact: WordsHiddenV1, hidden_at: datetime) -> None:
    """Take the piece out of everything that is kept of the report."""
    await hiding.remember(session, fact.report_id, piece_in(fact))
    hider = hiding.hider(piece_in(fact))
    case = await repository.lock_case(session, fact.report_id)
    if case:
        _hide_in(case, hider)
    await told.hide_in_notices(session, fact.report_id, hider)
    await tasks.hide_in(session, fact.report_id, hider)
    await hide_pieces(session, fact.report_id, hider.text)
    text = f"{HID} {fact.kind.label[0].lower()}{fact.kind.label[1:]}."
    await write_down(session, fact.report_id, fact.hidden_by, text, topic=PRIVACY, at=hidden_at, internal=True)
    await redact_messages(session, [fact.report_id], hider)


def _hide_in(case: Case, hider: Hider) -> None:
    case.report = hider.under(case.report, WORDS[ReportSubmittedV1])
    case.title, case.words = hider.text(case.title), hider.text(case.words)
    case.reopening_reason = hider.value(case.reopening_reason)
    case.version += 1
    case.changed_at = clock.now()

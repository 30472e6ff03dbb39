"""A piece of a report was hidden: no mail that still waits says it, nor does what was told before."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.repository import erasing as repository
from shared.contracts.escalation import HandoverWordsHiddenV1
from shared.contracts.intake import WordsHiddenV1
from shared.contracts.pieces import piece_in
from shared.messaging import hiding
from shared.messaging.redacting import redact_messages


async def hide_in_report(session: AsyncSession, fact: WordsHiddenV1) -> None:
    """Take the piece out of a report, and out of what its reporter was told."""
    await hiding.remember(session, fact.report_id, piece_in(fact))
    hider = hiding.hider(piece_in(fact))
    await repository.hide_in_told(session, fact.report_id, hider)
    await redact_messages(session, [fact.report_id], hider)


async def hide_in_handover(session: AsyncSession, fact: HandoverWordsHiddenV1) -> None:
    """Take the piece out of the mails of a handover."""
    await hiding.remember(session, fact.handover_id, piece_in(fact))
    hider = hiding.hider(piece_in(fact))
    await repository.hide_in_packages(session, fact.handover_id, hider)
    await redact_messages(session, [fact.handover_id], hider)

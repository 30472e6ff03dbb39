"""A piece of a report was hidden: it goes from the handovers of that report alone too.

What went out cannot be taken back.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.handlers.erasing import WORDS
from services.escalation.repository import handovers, projections
from shared.contracts.escalation import HandoverWordsHiddenV1
from shared.contracts.intake import WordsHiddenV1
from shared.contracts.pieces import piece_in
from shared.history import hide_pieces
from shared.messaging import hiding, outbox
from shared.messaging.redacting import redact_messages

# An address without a piece in it would be no address any more.
TEXTS = (*(name for name in WORDS if not name.startswith("contact_")), "paragraphs")


async def hide(session: AsyncSession, fact: WordsHiddenV1) -> None:
    """Take the piece out of what is kept of the report, and of the package and answer of its handovers."""
    piece = piece_in(fact)
    await hiding.remember(session, fact.report_id, piece)
    hider = hiding.hider(piece)
    await projections.hide_in_report(session, fact.report_id, hider)
    behind = await handovers.of_report(session, fact.report_id)
    for handover in behind:
        for name in TEXTS:
            setattr(handover, name, hider.value(getattr(handover, name)))
        handover.version += 1
        await hiding.remember(session, handover.id, piece)
        await hide_pieces(session, handover.id, hider.text)
    await redact_messages(session, [fact.report_id, *(handover.id for handover in behind)], hider)
    for handover in behind:
        told = fact.model_dump(include={"report_id", "piece_id", "words", "fingerprint"})
        await outbox.add(session, HandoverWordsHiddenV1(handover_id=handover.id, **told))

"""A piece of a report was hidden: it goes from what is kept of that report, and from the history of its dossier.

What the team wrote about a rule is theirs to look after, as with what is erased.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.handlers.linking import LINKED
from services.research.repository import additions, check_answers, histories, projections
from shared.contracts.intake import WordsHiddenV1
from shared.contracts.pieces import piece_in
from shared.history import hide_pieces
from shared.messaging import hiding
from shared.messaging.redacting import redact_messages


async def hide(session: AsyncSession, fact: WordsHiddenV1) -> None:
    """Take the piece out of everything that is kept of the report."""
    await hiding.remember(session, fact.report_id, piece_in(fact))
    hider = hiding.hider(piece_in(fact))
    await projections.hide_in_report(session, fact.report_id, hider)
    await check_answers.hide_in(session, fact.report_id, hider)
    await additions.hide_in(session, fact.report_id, hider)
    report = await projections.report(session, fact.report_id)
    if report:
        for dossier_id in await histories.dossiers_linking(session, f"{LINKED} {report.reference}."):
            await hide_pieces(session, dossier_id, hider.text)
    await redact_messages(session, [fact.report_id], hider)

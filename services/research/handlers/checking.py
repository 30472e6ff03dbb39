"""A practice says whether a rule is really out of its way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.handlers.held import record
from services.research.repository import check_answers, dossiers, linked_reports, projections
from shared.contracts.intake import CheckAnsweredV1
from shared.contracts.vocabulary import CheckAnswer

REPORTER = "Melder"


async def keep_answer(session: AsyncSession, fact: CheckAnsweredV1, answered_at: datetime) -> None:
    """Count the answer; a "no" stands in the history of the dossier too, which brings it to the top of the list."""
    row = {"report_id": fact.report_id, "answer": fact.answer.value, "text": fact.text, "answered_at": answered_at}
    await check_answers.keep(session, row)
    if fact.answer is CheckAnswer.NO:
        await _write_down(session, fact.report_id)


async def note_earlier_answer(session: AsyncSession, report_id: UUID, linked_at: datetime) -> None:
    """The same for an answer that was heard before the link it came after."""
    given = await check_answers.of_report(session, report_id)
    if given and given.answered_at > linked_at and CheckAnswer.parse(given.answer) is CheckAnswer.NO:
        await _write_down(session, report_id)


async def _write_down(session: AsyncSession, report_id: UUID) -> None:
    link = await linked_reports.current(session, report_id)
    report = await projections.report(session, report_id)
    dossier = await dossiers.by_id(session, link.dossier_id) if link and link.dossier_id else None
    if report and dossier:
        text = f"Melding {report.reference}: in mijn praktijk nog niet opgelost."
        await record(session, dossier, REPORTER, text)

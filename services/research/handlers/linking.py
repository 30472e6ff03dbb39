"""A report comes to hang under a dossier, which may be new."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.research import domain
from services.research.domain import DossierState
from services.research.handlers import withdrawing
from services.research.handlers.checking import note_earlier_answer
from services.research.handlers.held import record
from services.research.handlers.moving import follow_merge
from services.research.handlers.recurring import note_recurrence
from services.research.repository import additions, dossiers, linked_reports, projections
from services.research.tables import Dossier, LinkedReport, Report
from shared import clock
from shared.contracts.intake import AdditionGivenV1, ReportSubmittedV1
from shared.contracts.research import DossierOpenedV1
from shared.contracts.triage import ReportLinkedV1, ReportUnlinkedV1
from shared.database.counters import next_number
from shared.messaging import outbox
from shared.messaging.failures import TooEarly

# How entries in the history of a dossier begin.
OPENED = "Opende dit dossier."
LINKED, UNLINKED = "Koppelde melding", "Ontkoppelde melding"

_KEPT = {
    "reference", "title", "story", "imposed_by", "organisation",
    "frequency", "minutes", "minutes_per_month", "practice_id", "submitted_at",
}  # fmt: skip


async def keep_report(session: AsyncSession, fact: ReportSubmittedV1) -> None:
    """Remember a report, for when it is put under a dossier."""
    await projections.keep_report(session, {"id": fact.report_id, **fact.model_dump(include=_KEPT)})


async def keep_addition(session: AsyncSession, fact: AdditionGivenV1, given_at: datetime) -> None:
    """Remember what a reporter added, to be read with the report."""
    row = {"id": fact.addition_id, "report_id": fact.report_id, "text": fact.text, "given_at": given_at}
    await additions.keep(session, row)


async def link_report(session: AsyncSession, fact: ReportLinkedV1, decided_at: datetime) -> None:
    """Put a report under its dossier; the first one opens it. Raises TooEarly.

    A closed dossier takes reports too: that the rule still bites is worth knowing.
    """
    report = await projections.report(session, fact.report_id)
    dossier = await dossiers.by_id(session, fact.dossier_id)
    if report is None or (dossier is None and not fact.opens_dossier):
        raise TooEarly(f"report {fact.report_id} or dossier {fact.dossier_id} is not known yet")
    if dossier is None:
        dossier = await _open(session, fact, decided_at)
    before = await linked_reports.current(session, report.id)
    if await linked_reports.link(session, report.id, dossier.id, decided_at):
        await _write_down(session, fact, report, dossier, before)
        if report.withdrawn_at:
            await withdrawing.tell_dossier(session, dossier, report)
        await note_earlier_answer(session, report.id, decided_at)
        dossier = await follow_merge(session, dossier, report, fact.decided_by)
        await note_recurrence(session, dossier, report)


async def unlink_report(session: AsyncSession, fact: ReportUnlinkedV1, decided_at: datetime) -> None:
    """A link was a mistake: the report counts there no more. Raises TooEarly when the report is not known yet."""
    report = await projections.report(session, fact.report_id)
    if report is None:
        raise TooEarly(f"report {fact.report_id} is not known yet")
    left_id = await linked_reports.unlink(session, report.id, decided_at)
    left = await dossiers.by_id(session, left_id) if left_id else None
    if left:
        await record(session, left, fact.decided_by, f"{UNLINKED} {report.reference}. Dat was een vergissing.")


async def _open(session: AsyncSession, fact: ReportLinkedV1, decided_at: datetime) -> Dossier:
    year = clock.local_day(decided_at).year
    dossier = Dossier(
        id=fact.dossier_id,
        reference=domain.reference(year, await next_number(session, year)),
        title=fact.dossier_title,
        state=DossierState.RESEARCHING.value,
        opened_at=decided_at,
        changed_at=decided_at,
    )
    await dossiers.add(session, dossier)
    await record(session, dossier, fact.decided_by, f"{OPENED} Reden: {fact.reason}")
    opened = DossierOpenedV1(dossier_id=dossier.id, reference=dossier.reference, title=dossier.title)
    await outbox.add(session, opened)
    return dossier


async def _write_down(
    session: AsyncSession,
    fact: ReportLinkedV1,
    report: Report,
    dossier: Dossier,
    before: LinkedReport | None,
) -> None:
    await record(session, dossier, fact.decided_by, f"{LINKED} {report.reference}.")
    left = await dossiers.by_id(session, before.dossier_id) if before and before.dossier_id else None
    if left:
        moved = f"Melding {report.reference} hoort nu bij {dossier.reference}."
        await record(session, left, fact.decided_by, moved)

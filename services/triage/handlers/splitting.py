"""The team split a report: the history of both says so, and who has the first one open sees that it changed."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import SPLIT_OFF
from shared import clock
from shared.contracts.intake import ReportSubmittedV1
from shared.history import write_down


async def note_split(session: AsyncSession, fact: ReportSubmittedV1) -> None:
    """Write down at both parts that they were one, when this one was split off.

    Why stands with this one, so that it is erased with it; the page of the first shows it from here.
    """
    if fact.split_from is None or fact.split_by is None:
        return
    at = fact.submitted_at
    await write_down(session, fact.report_id, fact.split_by, f"Reden: {fact.split_because}", at=at, internal=True)
    await write_down(session, fact.split_from, fact.split_by, f"{SPLIT_OFF} {fact.reference}.", at=at)
    first = await repository.lock_case(session, fact.split_from)
    if first:
        first.version += 1
        first.changed_at = clock.now()

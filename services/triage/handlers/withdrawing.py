"""The reporter took a report back: its case ends, whatever was decided, and it counts under no dossier any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import REPORTER, Event, withdrawn_text
from services.triage.handlers.cases import known_case
from services.triage.handlers.erasing import end
from shared.contracts.intake import ReportWithdrawnV1
from shared.history import write_down


async def take_back(session: AsyncSession, fact: ReportWithdrawnV1, withdrawn_at: datetime) -> None:
    """End the case. Raises TooEarly."""
    case = await known_case(session, fact.report_id)
    case.withdrawn_at = withdrawn_at
    end(case, Event.WITHDRAWN)
    await write_down(session, case.report_id, REPORTER, withdrawn_text(fact.reason), at=withdrawn_at)

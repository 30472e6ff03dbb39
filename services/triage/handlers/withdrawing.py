"""The reporter took a report back: its case ends, whatever was decided, and it counts under no dossier any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import REPORTER, Event, State, withdrawn_text
from services.triage.handlers import joining
from services.triage.handlers.cases import known_case
from services.triage.handlers.erasing import end
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.vocabulary import NextActor
from shared.history import write_down


async def take_back(session: AsyncSession, fact: ReportWithdrawnV1, withdrawn_at: datetime) -> None:
    """End the case. Raises TooEarly."""
    case = await known_case(session, fact.report_id)
    case.withdrawn_at = withdrawn_at
    is_sent = case.state == State.HANDED_OVER and case.next_actor == NextActor.PARTY
    end(case, Event.WITHDRAWN)
    if is_sent:
        await joining.release(session, case)
    else:
        await joining.let_go(session, case)
    await write_down(session, case.report_id, REPORTER, withdrawn_text(fact.reason), at=withdrawn_at)

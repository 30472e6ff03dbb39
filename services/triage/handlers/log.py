from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.tables import LogEntry
from shared import clock
from shared.ids import new_id


async def write_down(
    session: AsyncSession,
    report_id: UUID,
    who: str,
    kind: str,
    text: str,
    at: datetime | None = None,
    *,
    internal: bool = False,
) -> None:
    """Add a line to the history of a case; internal lines are for the team alone."""
    entry = LogEntry(
        id=new_id(),
        report_id=report_id,
        happened_at=at or clock.now(),
        who=who,
        kind=kind,
        text=text,
        internal=internal,
    )
    await repository.add_log(session, entry)

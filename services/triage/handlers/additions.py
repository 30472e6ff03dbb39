"""What a reporter adds without being asked: it stands with the case, as new until somebody of the team read it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import ADDED, READ, REPORTER, State
from services.triage.handlers.cases import known_case
from shared import clock
from shared.contracts.intake import AdditionGivenV1
from shared.history import write_down


async def take_addition(session: AsyncSession, fact: AdditionGivenV1, added_at: datetime) -> None:
    """The reporter added something; whose turn it is stays as it is. Raises TooEarly."""
    case = await known_case(session, fact.report_id)
    await write_down(session, case.report_id, REPORTER, f"{ADDED} {fact.text}", at=added_at)
    if case.state == State.WITHDRAWN:
        return
    case.added_at = max(added_at, case.added_at or added_at)
    case.version += 1
    case.changed_at = clock.now()


async def read_additions(session: AsyncSession, report_id: UUID, version: int, by: str) -> bool:
    """A member read what was added; False when something new came in after they opened the case, or nothing was new."""
    case = await repository.lock_case(session, report_id)
    if case is None or case.added_at is None or case.version != version:
        return False
    case.added_at = None
    case.version += 1
    case.changed_at = clock.now()
    await write_down(session, report_id, by, READ, internal=True)
    return True

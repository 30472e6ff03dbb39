"""Who gave no address gives one later: from then on the team's questions and decisions are mailed."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import REPORTER, State
from services.triage.handlers.cases import known_case
from shared import clock
from shared.contracts.intake import AddressGivenV1
from shared.history import write_down


async def note_address(session: AsyncSession, fact: AddressGivenV1) -> None:
    """The reporter can be mailed. Raises TooEarly."""
    case = await known_case(session, fact.report_id)
    if case.state == State.WITHDRAWN:
        return
    case.report = {**case.report, "by_mail": True}
    case.changed_at = clock.now()
    await write_down(session, case.report_id, REPORTER, "Gaf een e-mailadres.")

"""What the report of a case resembles, as intake found it, and what is proposed because of that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.handlers import routing, theming
from services.triage.repository import likeness
from shared.contracts.intake import LikenessFoundV1
from shared.messaging.erasing import is_erased


async def keep(session: AsyncSession, fact: LikenessFoundV1, at: datetime) -> None:
    """Keep the newest; of what was erased nothing is kept."""
    if await is_erased(session, fact.report_id):
        return
    found = [one for one in fact.found if not await is_erased(session, one.thing_id)]
    if await likeness.put(session, fact.report_id, found, at):
        await propose(session, fact.report_id)
        case = await repository.lock_case(session, fact.report_id)
        if case:
            await routing.hand_out(session, case)


async def propose(session: AsyncSession, report_id: UUID) -> None:
    """Note with a case its theme and what it may have to be linked to. Nobody's decision is refused because of it."""
    case = await repository.lock_case(session, report_id)
    found = (await likeness.found(session, [report_id])).get(report_id, [])
    if case:
        case.resembles_id = domain.to_link(found)
        await theming.propose_theme(session, case, found)

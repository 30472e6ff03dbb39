"""Who of the team handles a case: given by anybody who decides, taken over, or given back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import ASSIGNED, State
from services.triage.handlers.chosen import Chosen, Outcome, settle_each
from services.triage.handlers.decisions import GoneChoice
from services.triage.repository import people
from services.triage.repository.people import Colleague
from services.triage.tables import Case
from shared import clock
from shared.history import write_down


async def assign(session: AsyncSession, chosen: Sequence[Chosen], to: UUID | str, by: str) -> Outcome:
    """Give cases to a colleague, or to nobody when `to` is no id.

    Refused are those that somebody else got meanwhile, and those that ended for good. Raises GoneChoice for who does
    not decide about cases.
    """
    colleagues = await people.colleagues(session)
    handler = colleagues.get(to) if isinstance(to, UUID) else None
    if isinstance(to, UUID) and not (handler and handler.handles):
        raise GoneChoice("handler")

    async def give(case: Case, seen: Chosen) -> str:
        refusal = _refusal(case, seen, handler, colleagues)
        if not refusal and case.assigned_to != (handler and handler.id):
            await _give(session, case, handler, colleagues, by)
        return refusal

    return await settle_each(session, chosen, give)


def _refusal(case: Case, seen: Chosen, to: Colleague | None, colleagues: Mapping[UUID, Colleague]) -> str:
    if case.state == State.WITHDRAWN:
        return "Deze melding is gewist of ingetrokken."
    if case.assigned_to in (seen.assigned_to, to and to.id):
        return ""
    holder = colleagues.get(case.assigned_to) if case.assigned_to else None
    return f"{holder.name} kreeg deze melding net." if holder else "Deze melding is net van niemand meer."


async def _give(
    session: AsyncSession, case: Case, to: Colleague | None, colleagues: Mapping[UUID, Colleague], by: str
) -> None:
    was = colleagues.get(case.assigned_to) if case.assigned_to else None
    case.assigned_to = to.id if to else None
    case.changed_at = clock.now()
    before = f" Dat was {was.name}." if was else ""
    said = f"{ASSIGNED} {to.name if to else 'niemand'}.{before}"
    await write_down(session, case.report_id, by, said, internal=True)

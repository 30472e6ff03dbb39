"""The team says that two reports tell the same: one goes where the other goes, and both reporters hear everything."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import State
from services.triage.handlers import joining
from services.triage.handlers.decisions import CaseChanged
from services.triage.tables import Case
from shared import clock
from shared.history import write_down


class CannotMerge(Exception):
    """These two cannot be merged, in a sentence for who tries."""


def refusal(case: Case, into: Case) -> str:
    """Why a case cannot be merged into another; empty when it can."""
    if case.report_id == into.report_id:
        return "Dit is dezelfde melding. Kies een andere"
    if case.state != State.NEW:
        return "Over deze melding is al beslist, of er staat een vraag uit. Begin bij de andere melding"
    if case.follows:
        return "Deze melding gaat al mee met een andere. Haal ze eerst uit elkaar"
    if into.follows:
        return "De andere melding gaat zelf mee met een melding. Kies die"
    if into.state == State.WITHDRAWN or into.withdrawn_at:
        return "De andere melding is gewist of ingetrokken. Kies een andere"
    return ""


async def merge(session: AsyncSession, report_id: UUID, into_id: UUID, version: int, reason: str, by: str) -> Case:
    """Have a case go where another goes, with whoever goes along with it; returns the other.

    What was decided about the other holds for this one, and its reporter is told. Raises LookupError for an unknown
    case, CaseChanged when somebody else changed it meanwhile, CannotMerge.
    """
    held = {case.report_id: case for case in await repository.lock_cases(session, [report_id, into_id])}
    case, into = held.get(report_id), held.get(into_id)
    if case is None or into is None:
        raise LookupError(report_id)
    if case.version != version:
        raise CaseChanged
    if why := refusal(case, into):
        raise CannotMerge(why)
    for follower in await repository.lock_followers(session, report_id):
        follower.joins_report_id = into_id
    case.joins_report_id, case.joins_dossier_id = into_id, None
    case.follows, case.merged_at = True, clock.now()
    case.version += 1
    case.changed_at = clock.now()
    await write_down(session, report_id, by, f"Samengevoegd met {into.reference}.")
    await write_down(session, report_id, by, f"Reden: {reason}", internal=True)
    await write_down(session, into_id, by, f"Samengevoegd: {case.reference} gaat hierin mee.")
    await joining.catch_up(session, case, into)
    return into


async def take_apart(session: AsyncSession, report_id: UUID, version: int, by: str) -> Case:
    """Let a case that was merged go its own way again; returns it. What was decided since stands.

    Raises LookupError for an unknown case, CaseChanged when somebody else changed it meanwhile or it is apart already.
    """
    case = await repository.lock_case(session, report_id)
    if case is None:
        raise LookupError(report_id)
    if case.version != version or case.merged_at is None or case.joins_report_id is None:
        raise CaseChanged
    into = await repository.case(session, case.joins_report_id)
    joining.take_apart(case)
    if into:
        await write_down(session, report_id, by, f"Weer los van {into.reference}.")
        await write_down(session, into.report_id, by, f"Weer los: {case.reference} gaat niet meer mee.")
    return case

"""Who of the team handles a case: given by anybody who decides, taken over, or given back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import ASSIGNED, State
from services.triage.handlers.chosen import APART, MOST, Chosen, Outcome, settle_each
from services.triage.handlers.decisions import GoneChoice
from services.triage.repository import people
from services.triage.repository.people import Colleague
from services.triage.tables import Case
from shared import clock
from shared.history import write_down


@dataclass(frozen=True)
class Given:
    """A case that went from one handler to another; nobody is None."""

    report_id: UUID
    was: UUID | None
    now: UUID | None

    @property
    def written(self) -> str:
        """As a form holds it."""
        return APART.join((str(self.report_id), str(self.was or ""), str(self.now or "")))


def given_in(written: Iterable[str]) -> list[Given]:
    """What a form names, each case once; what cannot be read is left out."""
    found: dict[UUID, Given] = {}
    for one in written:
        try:
            report_id, was, now = one.split(APART)
            read = Given(UUID(report_id), UUID(was) if was else None, UUID(now) if now else None)
        except ValueError:
            continue
        found.setdefault(read.report_id, read)
    return list(found.values())[:MOST]


async def assign(
    session: AsyncSession, chosen: Sequence[Chosen], to: UUID | str, by: str
) -> tuple[Outcome, list[Given]]:
    """Give cases to a colleague, or to nobody when `to` is no id; also says which ones changed hands.

    Refused are those that somebody else got meanwhile, and those that ended for good. Raises GoneChoice for who does
    not decide about cases.
    """
    colleagues = await people.colleagues(session)
    handler = colleagues.get(to) if isinstance(to, UUID) else None
    if isinstance(to, UUID) and not (handler and handler.handles):
        raise GoneChoice("handler")

    new = handler.id if handler else None
    given: list[Given] = []

    async def give(case: Case, seen: Chosen) -> str:
        refusal = _refusal(case, seen, handler, colleagues)
        if not refusal and case.assigned_to != new:
            given.append(Given(case.report_id, case.assigned_to, new))
            await _give(session, case, handler, colleagues, by)
        return refusal

    return await settle_each(session, chosen, give), given


async def undo(session: AsyncSession, given: Sequence[Given], by: str) -> Outcome:
    """Give cases back to who had them. Refused are those that somebody else got since, or whose handler left."""
    colleagues = await people.colleagues(session)
    wanted = {one.report_id: one for one in given}

    async def give_back(case: Case, seen: Chosen) -> str:
        was = wanted[case.report_id].was
        to = colleagues.get(was) if was else None
        if was and not (to and to.handles):
            return "Wie deze melding had, werkt hier niet meer."
        refusal = _refusal(case, seen, to, colleagues)
        if not refusal and case.assigned_to != was:
            await _give(session, case, to, colleagues, by)
        return refusal

    return await settle_each(session, [Chosen(one.report_id, 0, one.now) for one in given], give_back)


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
    case.assigned_to, case.routed = to.id if to else None, True
    case.changed_at = clock.now()
    before = f" Dat was {was.name}." if was else ""
    said = f"{ASSIGNED} {to.name if to else 'niemand'}.{before}"
    await write_down(session, case.report_id, by, said, internal=True)

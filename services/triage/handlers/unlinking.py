"""A link was a mistake: for some minutes it can be undone, and the mail about it waits that long.

Who joined the report (*ik ook*) and went along comes back with it, and goes with it again; whose link alone is undone
goes its own way. What was mailed all the same is put right by the notifier, which knows what went out.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import MERGED, Event, State
from services.triage.handlers.chosen import Chosen, Outcome, settle_each
from services.triage.handlers.settling import promise
from services.triage.settings import TriageSettings
from services.triage.tables import Case
from shared import clock
from shared.contracts.triage import Decision, ReportLinkedV1, ReportUnlinkedV1
from shared.contracts.vocabulary import NextActor
from shared.dutch import date_text
from shared.history import write_down
from shared.messaging import outbox

TOO_LATE = "Dit kan niet meer ongedaan: de tijd is voorbij, of er is al iets anders besloten."
TOLD_MORE = "Dit kan niet meer ongedaan: het dossier is net afgerond, en dat hoort de melder ook."


def undo_until() -> datetime | None:
    """Until when a link of this moment can be undone; None when never."""
    minutes = TriageSettings.read().undo_minutes
    return clock.now() + timedelta(minutes=minutes) if minutes else None


def note_link(case: Case, decided: Decision, event_id: UUID) -> None:
    """Remember which event told that the case was linked, and how long that can be undone."""
    if isinstance(decided, ReportLinkedV1):
        case.linked_by, case.undo_until = event_id, decided.undo_until


def can_be_undone(case: Case) -> bool:
    """Whether the link of a case can be undone now."""
    is_in_time = case.undo_until is not None and clock.now() < case.undo_until
    return is_in_time and case.linked_by is not None and case.state == State.LINKED


def undo_until_of(case: Case) -> datetime | None:
    """Until when the link of a case can be undone; None when it cannot."""
    return case.undo_until if can_be_undone(case) else None


async def undo_links(session: AsyncSession, chosen: list[Chosen], by: str) -> Outcome:
    """Undo what can be undone; a case that is back already, as after a second press, counts as done."""

    together = {one.report_id for one in chosen}

    async def undo(case: Case, seen: Chosen) -> str:
        if case.state == State.NEW and case.version > seen.version:
            return ""
        if not can_be_undone(case):
            return TOO_LATE
        if await _is_told_more(session, case):
            return TOLD_MORE
        for one in [case, *await _went_along(session, case)]:
            await _undo(session, one, by)
        if case.joins_report_id not in together:
            case.follows, case.merged_at = False, None
        return ""

    return await settle_each(session, chosen, undo)


async def _is_told_more(session: AsyncSession, case: Case) -> bool:
    """Whether the dossier got its outcome since, which every reporter under it hears."""
    dossier = await repository.dossier(session, case.dossier_id) if case.dossier_id else None
    ended = dossier is not None and dossier.outcome not in (None, MERGED)
    return ended and dossier is not None and case.decided_at is not None and dossier.changed_at > case.decided_at


async def _went_along(session: AsyncSession, case: Case) -> list[Case]:
    along = await repository.lock_followers(session, case.report_id, State.LINKED)
    return [one for one in along if one.dossier_id == case.dossier_id and can_be_undone(one)]


async def _undo(session: AsyncSession, case: Case, by: str) -> None:
    dossier = await repository.dossier(session, case.dossier_id) if case.dossier_id else None
    if case.dossier_id is None or case.linked_by is None:
        raise LookupError(f"{case.report_id} is not linked")
    day = _answer_by(case)
    undone = ReportUnlinkedV1(
        report_id=case.report_id,
        dossier_id=case.dossier_id,
        dossier_title=dossier.title if dossier else "",
        undoes=case.linked_by,
        decided_by=by,
        answer_by=day,
    )
    case.state = domain.move(State.LINKED, Event.LINK_UNDONE).value
    case.next_actor, case.next_actor_name = NextActor.TEAM.value, None
    case.dossier_id = case.linked_by = case.undo_until = None
    promise(case, day)
    case.decided_at = case.changed_at
    said = f"Koppeling aan dossier {undone.dossier_title} ongedaan gemaakt."
    await write_down(session, case.report_id, by, f"{said} De melder hoort uiterlijk {date_text(day)} van ons.")
    await outbox.add(session, undone)


def _answer_by(case: Case) -> date:
    """The day that was promised before, unless that is over by now."""
    if case.due_on >= clock.today():
        return case.due_on
    return clock.working_days_after(clock.today(), TriageSettings.read().answer_working_days)

"""How a case stands after a decision, or once it is back at the team, and what it waits for from then on."""

from datetime import date

from services.triage import domain
from services.triage.domain import Event, State
from services.triage.settings import TriageSettings
from services.triage.tables import Case
from shared import clock
from shared.contracts import triage as said
from shared.contracts.vocabulary import NextActor, ReturnReason


def settle(case: Case, state: State, decided: said.Decision) -> None:
    """The case stands as decided, and waits for what that decision waits for; whatever it waited for before is over."""
    case.state, case.reaction = state.value, False
    party_name = decided.party_name if isinstance(decided, said.ReportReferredV1) else None
    case.next_actor, case.next_actor_name = domain.NEXT_ACTOR[state].value, party_name
    case.version += 1
    case.changed_at = case.decided_at = clock.now()
    _wait(case, decided)


def _wait(case: Case, decided: said.Decision) -> None:
    case.question_id = case.party_id = case.handover_id = case.linked_by = case.undo_until = None
    case.came_back = case.answer_by = case.delayed_to = case.remind_at = case.term_at = None
    match decided:
        case said.QuestionAskedV1():
            days = TriageSettings.read().question_reminder_days
            case.question_id, case.answer_by = decided.question_id, decided.answer_by
            case.term_at = domain.term_after(decided.answer_by)
            case.remind_at = domain.reminder_of(clock.today(), days, case.term_at)
        case said.ReportReferredV1():
            case.party_id, case.term_at = decided.party_id, clock.next_morning_of(decided.check_on)
        case said.HandoverDecidedV1():
            case.party_id = decided.party_id
        case said.ReportReopenedV1():
            case.term_at = domain.term_after(decided.answer_by)


def bring_back(case: Case, event: Event, came_back: ReturnReason | None) -> None:
    """The team decides again: by itself for the reason `came_back`, or because there is something new to read."""
    case.state = domain.move(State.parse(case.state), event).value
    case.next_actor, case.next_actor_name = NextActor.TEAM.value, None
    case.reaction, case.came_back = came_back is None, came_back and came_back.value
    promise(case, clock.working_days_after(clock.today(), TriageSettings.read().answer_working_days))


def promise(case: Case, day: date) -> None:
    """The team decides by that day."""
    case.due_on, case.term_at = day, domain.term_after(day)
    case.remind_at = case.delayed_to = None
    case.version += 1
    case.changed_at = clock.now()


def something_to_read(case: Case) -> None:
    """There is something new about a case that the team is to decide about."""
    case.reaction, case.came_back = True, None
    case.version += 1
    case.changed_at = clock.now()

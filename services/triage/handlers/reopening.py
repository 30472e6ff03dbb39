"""What a reporter says of a report that has ended: whether it is really solved, and that it must be opened again."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import REPORTER, SYSTEM, Event, State
from services.triage.handlers.cases import known_case
from services.triage.settings import TriageSettings
from services.triage.tables import Case
from shared import clock
from shared.contracts.intake import CheckAnsweredV1, ReopeningRequestedV1
from shared.contracts.research import DossierReopenedV1
from shared.contracts.vocabulary import CheckAnswer, NextActor
from shared.history import write_down
from shared.messaging.erasing import is_erased


async def take_check_answer(session: AsyncSession, fact: CheckAnsweredV1, answered_at: datetime) -> None:
    """The reporter says whether it is really solved; who was to try an agreement did so."""
    case = await known_case(session, fact.report_id)
    said = f"Is het opgelost? {fact.answer.label}."
    await write_down(session, case.report_id, REPORTER, f"{said} {fact.text}" if fact.text else said, at=answered_at)
    if case.state == State.ANSWERED and case.next_actor == NextActor.REPORTER:
        case.next_actor = NextActor.NOBODY.value
    if case.state == State.REOPEN_REQUESTED and fact.answer is CheckAnswer.NO and fact.text:
        case.reopening_reason = fact.text


async def take_request(session: AsyncSession, fact: ReopeningRequestedV1, asked_at: datetime) -> None:
    """The reporter wants the report opened again: a person decides, unless the team works on it since."""
    case = await known_case(session, fact.report_id)
    said = "Vraagt om de melding weer te openen."
    await write_down(session, case.report_id, REPORTER, f"{said} {fact.reason}" if fact.reason else said, at=asked_at)
    state = State.parse(case.state)
    if await is_erased(session, case.report_id):
        return
    if not domain.may(state, Event.REOPENING_REQUESTED) or await _granted_since(session, case, asked_at):
        return
    case.state_before, case.reopening_id, case.reopening_reason = state.value, fact.request_id, fact.reason
    case.due_on = clock.working_days_after(clock.today(), TriageSettings.read().answer_working_days)
    _go_to(case, domain.move(state, Event.REOPENING_REQUESTED), NextActor.TEAM, reaction=True)
    case.term_at = domain.term_after(case.due_on)


async def _granted_since(session: AsyncSession, case: Case, asked_at: datetime) -> bool:
    if case.state != State.LINKED or case.dossier_id is None:
        return False
    dossier = await repository.dossier(session, case.dossier_id)
    return dossier is not None and dossier.outcome is None and dossier.changed_at > asked_at


async def follow_dossier(session: AsyncSession, fact: DossierReopenedV1, reopened_at: datetime) -> None:
    """The dossier is open again: who asked for that under it gets what they asked. What is newer by now counts."""
    dossier = await repository.dossier(session, fact.dossier_id)
    if dossier is None or dossier.changed_at > reopened_at:
        return
    for case in await repository.lock_requests_under(session, fact.dossier_id):
        to = domain.move(State.REOPEN_REQUESTED, Event.DOSSIER_REOPENED, State.parse(case.state_before))
        _go_to(case, to, NextActor.TEAM, reaction=False)
        case.state_before = None
        text = f"Dossier {fact.reference} is weer open: de melding loopt daarin mee."
        await write_down(session, case.report_id, SYSTEM, text)


def _go_to(case: Case, state: State, actor: NextActor, *, reaction: bool) -> None:
    case.state, case.reaction = state.value, reaction
    case.came_back = case.delayed_to = case.term_at = None
    case.next_actor, case.next_actor_name = actor.value, None
    case.version += 1
    case.changed_at = clock.now()

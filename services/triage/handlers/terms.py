"""What happens to a case because nobody did anything: each thing once, by day, together with its fact."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import ENDS_BY_ITSELF, SYSTEM, WAITS_FOR_US, State
from services.triage.handlers.settling import bring_back
from services.triage.settings import TriageSettings
from services.triage.tables import Case
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.triage import QuestionRemindedV1, ReportDelayedV1, ReportReturnedV1
from shared.contracts.vocabulary import ReturnReason
from shared.dutch import date_text
from shared.history import write_down
from shared.messaging import outbox


async def act_on_next(session: AsyncSession) -> bool:
    """Do what is due for one case; False when nothing is, or when it is night."""
    moment = clock.now()
    if clock.by_day(moment) != moment:
        return False
    case = await repository.next_due(session, moment)
    if case is None:
        return False
    is_elsewhere = case.state == State.ELSEWHERE
    await _act_on(session, case, moment)
    if is_elsewhere:
        # Who joined it waited for the same day.
        for joiner in await repository.lock_followers(session, case.report_id, State.ELSEWHERE):
            await _act_on(session, joiner, moment)
    return True


async def _act_on(session: AsyncSession, case: Case, moment: datetime) -> None:
    fact, text = _what_happens(case, moment)
    await write_down(session, case.report_id, SYSTEM, text)
    await outbox.add(session, fact)


def _what_happens(case: Case, moment: datetime) -> tuple[Fact, str]:
    # After a time in which nothing worked both may be due: a reminder of what is over helps nobody.
    if case.term_at is None or case.term_at > moment:
        return _remind(case)
    return _delay(case) if case.state in WAITS_FOR_US else _return(case)


def _remind(case: Case) -> tuple[Fact, str]:
    case.remind_at = None
    fact = QuestionRemindedV1(
        report_id=case.report_id,
        question_id=case.question_id,
        asked_at=case.decided_at or case.changed_at,
        answer_by=case.answer_by or clock.today(),
    )
    return fact, "De melder kreeg een herinnering aan onze vraag."


def _delay(case: Case) -> tuple[Fact, str]:
    """The reporter was to hear by now: they get a new day, once. The case stays late in the queue."""
    case.remind_at = case.term_at = None
    case.delayed_to = clock.working_days_after(clock.today(), TriageSettings.read().delay_working_days)
    fact = ReportDelayedV1(report_id=case.report_id, promised_on=case.due_on, answer_by=case.delayed_to)
    return fact, f"De melder kreeg bericht dat het langer duurt, tot uiterlijk {date_text(case.delayed_to)}."


def _return(case: Case) -> tuple[Fact, str]:
    event, why = ENDS_BY_ITSELF[State.parse(case.state)]
    waited_since, party_name = case.decided_at or case.changed_at, case.next_actor_name
    bring_back(case, event, why)
    fact = ReportReturnedV1(
        report_id=case.report_id,
        why=why,
        waited_since=waited_since,
        answer_by=case.due_on,
        question_id=case.question_id,
        party_id=case.party_id,
        party_name=party_name,
    )
    if why is ReturnReason.NO_ANSWER:
        return fact, "De melder heeft niet geantwoord. De melding staat weer in de wachtrij."
    return fact, f"Tijd om te vragen hoe het staat bij {party_name}. De melding staat weer in de wachtrij."

"""Cases that wait for somebody, and the clock that goes on."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from services.triage import forms, repository
from services.triage.domain import Decision
from services.triage.handlers.decisions import decide
from services.triage.jobs import act_on_terms
from services.triage.subscribers import facts
from services.triage.tables import Case
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.triage import QuestionAskedV1
from shared.database import Database
from shared.history import history_of
from shared.messaging.jobs import JobContext
from tests.browserlike import settings_for_tests
from tests.builders import a_party_listed, a_report_submitted
from tests.facts import deliver, said, said_events

F = TypeVar("F", bound=Fact)
PARTY = a_party_listed()
QUESTION = forms.QuestionForm(version=1, send_mail=True, reason="Onduidelijk", question="Bij welke verzekeraar?")
CLOSE = forms.CloseForm(
    version=2, send_mail=True, reason="Geen regel", close_reason="not_a_rule", tip="Bespreek dit in je hagro."
)
HANDOVER = forms.HandoverForm(version=1, send_mail=True, reason="Landelijk", handover_party_id=PARTY.party_id)


def at(day: date, hour: float = 8.5) -> datetime:
    """This hour of a day in Amsterdam; half past eight in the morning unless said otherwise."""
    return datetime.combine(day, time(int(hour), int(hour % 1 * 60)), clock.LOCAL)


async def a_case(triage: Database, **changes: Any) -> UUID:
    """A case that came in."""
    fact = a_report_submitted(**changes)
    await deliver(triage, facts, fact)
    return fact.report_id


async def decided(triage: Database, report_id: UUID, decision: Decision, form: forms.DecisionForm) -> None:
    """Somebody decides."""
    async with triage.transaction() as session:
        await decide(session, report_id, decision, form, "Sanne de Vries")


async def asked(triage: Database, moment: datetime) -> UUID:
    """A case whose reporter was asked something at this moment."""
    with clock.frozen(moment):
        report_id = await a_case(triage, answer_by=clock.working_days_after(clock.today(), 5))
        await decided(triage, report_id, Decision.QUESTION, QUESTION)
    return report_id


async def sent_elsewhere(triage: Database, moment: datetime, check_on: date) -> UUID:
    """A case another body works on, to be checked on a day."""
    with clock.frozen(moment):
        report_id = await a_case(triage)
        await deliver(triage, facts, PARTY)
        form = forms.ElsewhereForm(
            version=1, send_mail=True, reason="Loopt", party_id=PARTY.party_id, check_on=check_on
        )
        await decided(triage, report_id, Decision.ELSEWHERE, form)
    return report_id


async def handed_over(triage: Database) -> UUID:
    """A case that goes to an outside body."""
    report_id = await a_case(triage)
    await deliver(triage, facts, PARTY)
    await decided(triage, report_id, Decision.HANDOVER, HANDOVER)
    return report_id


async def time_is(triage: Database, moment: datetime) -> None:
    """What is due at this moment happens."""
    with clock.frozen(moment):
        await act_on_terms(JobContext(triage, settings_for_tests()))


async def every_hour(triage: Database, first: datetime, days: int) -> dict[str, datetime]:
    """Let so many days go by, hour by hour; when each kind of fact was said last."""
    for hours in range(days * 24):
        await time_is(triage, first.astimezone(UTC) + timedelta(hours=hours))
    return {type(event.data).__name__: event.time for event in await said_events(triage)}


async def case_of(triage: Database, report_id: UUID) -> Case:
    """The case as it stands."""
    async with triage.transaction() as session:
        case = await repository.case(session, report_id)
    assert case
    return case


async def told(triage: Database, kind: type[F]) -> Sequence[F]:
    """What triage said of one kind."""
    return [fact for fact in await said(triage) if isinstance(fact, kind)]


async def question_of(triage: Database) -> UUID:
    """The question that was asked last."""
    return (await told(triage, QuestionAskedV1))[-1].question_id


async def log_of(triage: Database, report_id: UUID) -> list[str]:
    """The history, newest first."""
    async with triage.transaction() as session:
        return [entry.text for entry in await history_of(session, report_id)]

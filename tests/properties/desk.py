"""Triage, research and escalation on one real database, with all that is said between them lying on a table.

Whoever plays decides when a letter is heard, how often, and in which order; people act in between. What is said is
real: it comes out of the outboxes and goes through the inboxes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import copy_context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from deploy.services import subscribers_of
from services.escalation.jobs import act_on_terms as escalation_terms
from services.escalation.tables import Handover
from services.research.tables import Dossier, LinkedReport
from services.triage.jobs import act_on_terms as triage_terms
from services.triage.tables import Case, KnownDossier
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.cloud_event import event_type
from shared.contracts.intake import AnswerGivenV1, ReportWithdrawnV1
from shared.contracts.registry import all_facts
from shared.contracts.research import DossierOpenedV1
from shared.contracts.triage import QuestionAskedV1, ReportLinkedV1
from shared.database import Database
from shared.history import history
from shared.messaging import outbox
from shared.messaging.failures import TooEarly
from shared.messaging.jobs import JobContext
from shared.messaging.subscribing import Subscription
from shared.messaging.tables import outbox as said
from tests.browserlike import settings_for_tests
from tests.builders import a_party_listed

SERVICES = ("triage", "research", "escalation")
PARTIES = (a_party_listed(), a_party_listed(name="Zorgverzekeraars Nederland", abbreviation="ZN"))
BEGINNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
STEP = timedelta(minutes=7)
KINDS = {kind.SUBJECT: kind for kind in all_facts()}

Done = TypeVar("Done")


@dataclass(frozen=True)
class Letter:
    """One fact on its way to one of its hearers."""

    to: Subscription
    fact: Fact
    at: datetime
    body: bytes


class Desk:
    """One run of the three services. `do` lets somebody act at the present moment."""

    def __init__(self, runner: asyncio.Runner, databases: dict[str, Database]) -> None:
        self._runner, self._databases = runner, databases
        self._read_until = dict.fromkeys(SERVICES, 0)
        self.now = BEGINNING
        self.waiting: list[Letter] = []
        self.heard: list[Letter] = []
        self.reports: list[UUID] = []
        self.facts: list[Fact] = []
        self.cases: list[Case] = []
        self.dossiers: list[Dossier] = []
        self.handovers: list[Handover] = []
        self.histories: dict[UUID, list[str]] = {}
        self._run(self._clear_away())
        for party in PARTIES:
            self.say(party)
        self.hear_everything()

    def _run(self, work: Coroutine[Any, Any, Done]) -> Done:
        # In this context, for the clock is held in it.
        with clock.frozen(self.now):
            return self._runner.run(work, context=copy_context())

    async def _clear_away(self) -> None:
        """What earlier runs left says nothing any more, and waits for nothing."""
        for service in SERVICES:
            async with self._databases[service].transaction() as session:
                self._read_until[service] = await session.scalar(select(func.max(said.c.id))) or 0
        async with self._databases["triage"].transaction() as session:
            await session.execute(update(Case).values(term_at=None, remind_at=None))
        async with self._databases["escalation"].transaction() as session:
            await session.execute(update(Handover).values(silent_at=None, remind_at=None))

    def do(self, service: str, act: Callable[[AsyncSession], Awaitable[Done]]) -> Done:
        """Let a person act; what they said lies on the table afterwards. Raises what the handler raises."""
        self.now += STEP

        async def acting() -> Done:
            async with self._databases[service].transaction() as session:
                return await act(session)

        done = self._run(acting())
        self._see(service)
        return done

    def say(self, fact: Fact) -> None:
        """Say a fact of a service that is not played here."""
        self.now += STEP
        with clock.frozen(self.now):
            event = outbox.envelope(fact)
        self._lay_down(fact, event.time, event.model_dump_json(exclude_none=True).encode())

    def hear(self, letter: Letter) -> None:
        """Have a letter heard; too early, it stays on the table."""
        self.now += STEP
        is_heard = self._run(self._is_heard(letter))
        if is_heard and letter in self.waiting:
            self.waiting.remove(letter)
            self.heard.append(letter)
        self._see(letter.to.service)

    def hear_everything(self) -> None:
        """Have all letters heard, and what follows from them. Fails when one waits in vain."""
        while self.waiting:
            before = len(self.heard)
            for letter in list(self.waiting):
                self.hear(letter)
            assert len(self.heard) > before, f"waits in vain: {[letter.fact for letter in self.waiting]}"

    def pass_time(self, days: int) -> None:
        """Let days go by, and what is due happen, in the morning."""
        self.now = clock.next_morning_of(clock.local_day(self.now + timedelta(days=days))).astimezone(UTC)
        for service, act in (("triage", triage_terms), ("escalation", escalation_terms)):
            self._run(act(JobContext(self._databases[service], settings_for_tests())))
            self._see(service)

    def known_dossier(self, dossier_id: UUID) -> KnownDossier | None:
        """What triage knows of a dossier."""

        async def read() -> KnownDossier | None:
            async with self._databases["triage"].transaction() as session:
                return await session.get(KnownDossier, dossier_id)

        return self._run(read())

    def there(self) -> list[UUID]:
        """The reports that were not taken back."""
        gone = {fact.report_id for fact in self.facts if isinstance(fact, ReportWithdrawnV1)}
        return [report_id for report_id in self.reports if report_id not in gone]

    def questions(self) -> list[QuestionAskedV1]:
        """What was asked and not answered yet."""
        answered = {fact.question_id for fact in self.facts if isinstance(fact, AnswerGivenV1)}
        asked = [fact for fact in self.facts if isinstance(fact, QuestionAskedV1)]
        return [fact for fact in asked if fact.question_id not in answered]

    def hangs_under(self, report_id: UUID) -> UUID | None:
        """The dossier a report counts under."""

        async def read() -> UUID | None:
            async with self._databases["research"].transaction() as session:
                link = await session.get(LinkedReport, report_id)
                return link.dossier_id if link else None

        return self._run(read())

    def _see(self, service: str) -> None:
        """See what a service said, and how its things of this run stand now, oldest first."""
        self._run(self._read_outbox(service))
        opened = {fact.dossier_id for fact in self.facts if isinstance(fact, ReportLinkedV1 | DossierOpenedV1)}
        match service:
            case "triage":
                self.cases = self._run(self._read(service, Case, col(Case.report_id).in_(self.reports)))
            case "research":
                self.dossiers = self._run(self._read(service, Dossier, col(Dossier.id).in_(opened)))
            case "escalation":
                about = col(Handover.report_id).in_(self.reports) | col(Handover.dossier_id).in_(opened)
                self.handovers = self._run(self._read(service, Handover, about))

    async def _read(self, service: str, kind: type[Done], which: ColumnElement[bool]) -> list[Done]:
        key = inspect(kind).primary_key
        async with self._databases[service].transaction() as session:
            found = list(await session.scalars(select(kind).where(which).order_by(*key)))
            ids = [inspect(one).identity[0] for one in found]
            lines = await session.execute(select(history).where(history.c.about_id.in_(ids)).order_by(history.c.id))
            for about in ids:
                self.histories[about] = []
            for line in lines:
                self.histories[line.about_id].append(line.text)
        return found

    async def _is_heard(self, letter: Letter) -> bool:
        try:
            await letter.to.apply(self._databases[letter.to.service], letter.body)
        except TooEarly:
            return False
        return True

    async def _read_outbox(self, service: str) -> None:
        unread = select(said.c.id, said.c.subject, said.c.body).where(said.c.id > self._read_until[service])
        async with self._databases[service].transaction() as session:
            rows = (await session.execute(unread.order_by(said.c.id))).all()
        for row in rows:
            event = event_type(KINDS[row.subject.rpartition(".")[0]]).model_validate_json(row.body)
            self._lay_down(event.data, event.time, row.body.encode())
            self._read_until[service] = row.id

    def _lay_down(self, fact: Fact, at: datetime, body: bytes) -> None:
        self.facts.append(fact)
        for service in SERVICES:
            facts = subscribers_of(service)
            for one in facts.subscriptions if facts else ():
                if one.kind is type(fact):
                    self.waiting.append(Letter(one, fact, at, body))

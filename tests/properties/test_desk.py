"""Cases, dossiers and handovers while facts come late, doubled and in any order: never backwards, never twice."""

import asyncio
import os
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation import domain as handing
from services.escalation.domain import HandoverState
from services.escalation.forms import AnswerForm, PackageForm, SendForm
from services.escalation.handlers.answering import record_answer
from services.escalation.handlers.sending import save_package, send
from services.research import domain as researching
from services.research.domain import DossierState
from services.research.forms import ConcludeForm, OutcomeForm
from services.research.handlers.outcome import conclude, reopen, save_outcome
from services.research.tables import Dossier
from services.triage import domain as triaging
from services.triage.domain import Decision, State
from services.triage.forms import FORMS
from services.triage.handlers.chosen import Chosen
from services.triage.handlers.decisions import CaseChanged, decide
from services.triage.handlers.unlinking import undo_links
from services.triage.tables import Case
from shared import clock
from shared.contracts.intake import AdditionGivenV1, AnswerGivenV1, ReopeningRequestedV1, ReportWithdrawnV1
from shared.contracts.vocabulary import HandoverAnswer, Outcome, WithdrawReason
from shared.database import Database
from shared.ids import new_id
from tests.builders import a_report_submitted
from tests.properties.agreement import services_agree
from tests.properties.desk import PARTIES, Desk

REPORTS = 2
EXAMPLES, STEPS = (2000, 60) if os.environ.get("LONG_FAULTS") else (20, 30)
MANY = 5
WHO = "Sanne de Vries"
DECISIONS = (
    Decision.QUESTION, Decision.LINK, Decision.OPEN_DOSSIER, Decision.HANDOVER, Decision.CLOSE,
    Decision.REOPEN, Decision.KEEP_CLOSED,
)  # fmt: skip
OUTCOMES = (Outcome.SOLVED, Outcome.NOT_SOLVED, Outcome.HANDED_OVER)

picks = st.integers(0, 10**6)


class LateFacts(RuleBasedStateMachine):
    """People act at once; what they say lies about until somebody hears it."""

    runner: asyncio.Runner
    databases: dict[str, Database]

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.runner, self.databases)
        self.seen: dict[UUID, tuple[Any, list[str], int]] = {}

    @initialize()
    def reports_come_in(self) -> None:
        for _ in range(REPORTS):
            fact = a_report_submitted(reference=f"RW-{new_id()}", answer_by=clock.local_day(self.desk.now))
            self.desk.reports.append(fact.report_id)
            self.desk.say(fact)
        for letter in [one for one in self.desk.waiting if one.to.service == "triage"]:
            self.desk.hear(letter)
        # Another practice joins the first; that is heard whenever it comes.
        day, joined = clock.local_day(self.desk.now), self.desk.reports[0]
        joiner = a_report_submitted(reference=f"RW-{new_id()}", answer_by=day, joins_report=joined)
        self.desk.reports.append(joiner.report_id)
        self.desk.say(joiner)

    @precondition(lambda self: self.desk.waiting)
    @rule(which=picks, times=st.integers(1, 2))
    def a_letter_is_heard(self, which: int, times: int) -> None:
        letter = self.desk.waiting[which % len(self.desk.waiting)]
        for _ in range(times):
            self.desk.hear(letter)

    @precondition(lambda self: self.desk.heard)
    @rule(which=picks)
    def a_letter_is_heard_again(self, which: int) -> None:
        self.desk.hear(self.desk.heard[which % len(self.desk.heard)])

    @precondition(lambda self: len(self.desk.waiting) > MANY)
    @rule()
    def everything_is_heard(self) -> None:
        self.desk.hear_everything()

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        self.desk.pass_time(days)

    @precondition(lambda self: self.decidable())
    @rule(which=picks, decision=picks, other=picks, stale=st.sampled_from((0, 0, 0, 1)))
    def somebody_decides(self, which: int, decision: int, other: int, stale: int) -> None:
        case = self.decidable()[which % len(self.decidable())]
        known = [one.dossier_id for one in self.desk.cases if one.dossier_id]
        possible = [one for one in DECISIONS if triaging.may(State.parse(case.state), one)]
        possible = [one for one in possible if known or one is not Decision.LINK]
        chosen = possible[decision % len(possible)]
        fields = {
            "question": "Bij welke verzekeraar speelt dit?",
            "dossier_id": known[other % len(known)] if known else None,
            "dossier_title": f"Dossier {other}",
            "handover_party_id": PARTIES[other % len(PARTIES)].party_id,
            "close_reason": "not_a_rule",
            "tip": "Bespreek dit eens in je hagro.",
            "explanation": "Er is niets nieuws bij gekomen.",
            "message_reopen": "We kijken er weer naar.",
        }
        form = FORMS[chosen].model_validate(
            {"version": case.version - stale, "send_mail": "ja", "reason": "Daarom", **fields}
        )
        try:
            self.desk.do("triage", lambda session: decide(session, case.report_id, chosen, form, WHO))
        except CaseChanged:
            assert stale

    @precondition(lambda self: any(case.linked_by for case in self.desk.cases))
    @rule(which=picks)
    def somebody_undoes_a_link(self, which: int) -> None:
        linked = [Chosen.of(case) for case in self.desk.cases if case.linked_by]
        chosen = [linked[which % len(linked)]]
        self.desk.do("triage", lambda session: undo_links(session, chosen, WHO))

    @precondition(lambda self: self.desk.questions())
    @rule(which=picks)
    def a_reporter_answers(self, which: int) -> None:
        asked = self.desk.questions()[which % len(self.desk.questions())]
        text = f"Antwoord op {asked.question_id}"
        self.desk.say(AnswerGivenV1(report_id=asked.report_id, question_id=asked.question_id, text=text))

    @precondition(lambda self: self.ended())
    @rule(which=picks)
    def a_reporter_asks_to_reopen(self, which: int) -> None:
        report_id, request = self.ended()[which % len(self.ended())], new_id()
        self.desk.say(ReopeningRequestedV1(report_id=report_id, request_id=request, reason=f"Verzoek {request}"))

    @rule(which=picks)
    def a_reporter_adds(self, which: int) -> None:
        report_id, addition = self.desk.reports[which % len(self.desk.reports)], new_id()
        self.desk.say(AdditionGivenV1(report_id=report_id, addition_id=addition, text=f"Aanvulling {addition}"))

    @precondition(lambda self: self.desk.there())
    @rule(which=picks, chance=picks)
    def a_reporter_takes_the_report_back(self, which: int, chance: int) -> None:
        # Seldom: nothing much happens to a report afterwards.
        if chance % 5 == 0:
            report_id = self.desk.there()[which % len(self.desk.there())]
            self.desk.say(ReportWithdrawnV1(report_id=report_id, reason=WithdrawReason.MISTAKE))

    @precondition(lambda self: self.standing())
    @rule(which=picks, outcome=st.sampled_from(OUTCOMES), party=picks)
    def the_team_concludes_or_reopens(self, which: int, outcome: Outcome, party: int) -> None:
        dossiers = self.standing()
        dossier = dossiers[which % len(dossiers)]
        if dossier.state != DossierState.RESEARCHING:
            self.desk.do("research", lambda session: reopen(session, dossier.reference, "Toch niet", WHO))
            return
        form = OutcomeForm(
            version=dossier.outcome_version,
            outcome=outcome,
            handover_party_id=PARTIES[party % len(PARTIES)].party_id,
            public_text="Dit is het",
            outcome_reason="Daarom",
        )

        async def act(session: AsyncSession) -> None:
            await save_outcome(session, dossier.reference, form, WHO)
            await conclude(session, dossier.reference, ConcludeForm(version=form.version + 1), WHO)

        self.desk.do("research", act)

    @precondition(lambda self: self.desk.handovers)
    @rule(which=picks, answer=st.sampled_from(HandoverAnswer))
    def a_handover_is_sent_or_answered(self, which: int, answer: HandoverAnswer) -> None:
        handovers = self.desk.handovers
        handover = handovers[which % len(handovers)]
        if handover.state == HandoverState.DRAFT:
            self.desk.do("escalation", lambda session: self._send(session, handover))
        elif answer in handing.answers_possible(HandoverState.parse(handover.state)):
            received = clock.local_day(self.desk.now)
            said = {"answer": answer, "received_on": received, "public_text": f"Zegt {new_id()}"}
            with clock.frozen(self.desk.now):
                form = AnswerForm.model_validate(said)
            self.desk.do("escalation", lambda session: record_answer(session, handover.reference, form, WHO))

    @staticmethod
    async def _send(session: AsyncSession, handover: Any) -> None:
        filled = dict.fromkeys(handing.REQUIRED, "Tekst") | {
            "category": "other",
            "contact_email": "a@hit.example",
        }
        await save_package(session, handover.reference, PackageForm(version=handover.version, **filled), WHO)
        ticked = SendForm.model_validate({"version": handover.version + 1, "no_names": "ja", "read_through": "ja"})
        await send(session, handover.reference, ticked, WHO, "loket@denkbeeldig.example")

    def decidable(self) -> list[Case]:
        """The cases that a person can decide about."""
        return [
            case for case in self.desk.cases if any(triaging.may(State.parse(case.state), one) for one in DECISIONS)
        ]

    def standing(self) -> list[Dossier]:
        """The dossiers that were not merged into another."""
        return [dossier for dossier in self.desk.dossiers if dossier.state != DossierState.MERGED]

    def ended(self) -> list[UUID]:
        """The reports whose reporter was told that this is the end."""
        done = {dossier.id for dossier in self.standing() if dossier.state != DossierState.RESEARCHING}
        ends = (State.CLOSED, State.LINKED)
        cases = [case for case in self.desk.cases if case.state in ends]
        return [case.report_id for case in cases if case.dossier_id in done or case.state == State.CLOSED]

    @invariant()
    def every_move_is_allowed_and_nothing_is_taken_back(self) -> None:
        for case in self.desk.cases:
            allowed = {
                to or State.parse(case.state) for to in triaging.MOVES[self._was(case.report_id, State.NEW)].values()
            }
            self._look(case.report_id, State.parse(case.state), allowed, case.version)
        for dossier in self.desk.dossiers:
            steps = set(researching.MOVES[self._was(dossier.id, DossierState.RESEARCHING)])
            self._look(dossier.id, DossierState.parse(dossier.state), steps, dossier.outcome_version)
        for handover in self.desk.handovers:
            ways = set(handing.MOVES[self._was(handover.id, HandoverState.DRAFT)])
            self._look(handover.id, HandoverState.parse(handover.state), ways, handover.version)

    def _was(self, about: UUID, at_first: Any) -> Any:
        return self.seen[about][0] if about in self.seen else at_first

    def _look(self, about: UUID, state: Any, allowed: set[Any], version: int) -> None:
        was, lines, before = self.seen.get(about, (state, list[str](), version))
        now = self.desk.histories[about]
        assert state is was or state in allowed, f"{was} → {state}"
        assert version >= before
        assert Counter(now) >= Counter(lines), "history was taken back"
        self.seen[about] = (state, now, version)

    def teardown(self) -> None:
        """In the end everything is heard once, and the services agree."""
        self.desk.hear_everything()
        self.every_move_is_allowed_and_nothing_is_taken_back()
        self._each_thing_is_written_down_once()
        services_agree(self.desk)

    def _each_thing_is_written_down_once(self) -> None:
        lines = Counter(line for _, history, _ in self.seen.values() for line in history)
        for fact in self.desk.facts:
            if isinstance(fact, AnswerGivenV1):
                assert lines[fact.text or ""] == 1
            if isinstance(fact, AdditionGivenV1):
                assert lines[f"Aanvulling: {fact.text}"] == 1
            if isinstance(fact, ReopeningRequestedV1):
                assert sum(count for line, count in lines.items() if (fact.reason or "") in line) == 1


def play(
    machine: type[LateFacts],
    services: tuple[asyncio.Runner, dict[str, Database]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Let it happen, many times, as it falls."""
    monkeypatch.setenv("TRIAGE_UNDO_MINUTES", "60")
    machine.runner, machine.databases = services
    unhurried = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    chosen = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=unhurried)
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.timeout(3600)
def test_late_doubled_and_shuffled_facts_come_to_the_same(
    services: tuple[asyncio.Runner, dict[str, Database]], monkeypatch: pytest.MonkeyPatch
) -> None:
    play(LateFacts, services, monkeypatch)

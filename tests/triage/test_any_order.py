"""Whatever comes, in whatever order and however often: a case makes allowed moves only, and each once."""

import asyncio
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.triage import forms
from services.triage.domain import ENDS_BY_ITSELF, MOVES, NEXT_ACTOR, WAITS_FOR_US, Decision, MoveNotAllowed, State
from services.triage.handlers.decisions import CaseChanged
from services.triage.subscribers import facts
from services.triage.tables import Case
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1, HandoverWentSilentV1
from shared.contracts.triage import QuestionAskedV1, ReportDelayedV1, ReportReturnedV1
from shared.contracts.vocabulary import HandoverAnswer, NextActor
from shared.database import Database
from shared.ids import new_id
from tests.builders import an_answer_given
from tests.facts import deliver, said
from tests.triage.waiting import CLOSE, HANDOVER, PARTY, QUESTION, a_case, at, case_of, decided, time_is

FIRST_DAY = date(2026, 11, 20)
STEPS = (
    "ask",
    "elsewhere",
    "hand over",
    "close",
    "answer",
    "sent",
    "body answers",
    "silence",
    "again",
    "days",
    "weeks",
)


class Story:
    """One case, and what happens to it one step after the other."""

    def __init__(self, triage: Database, report_id: UUID, chance: random.Random) -> None:
        self._triage, self.report_id, self._chance = triage, report_id, chance
        self.now = at(FIRST_DAY, 9)
        self._heard: list[Fact] = []
        self._handovers = [new_id()]

    async def step(self, what: str) -> None:
        """Let it happen; what is not allowed now is refused, and what nobody waits for changes nothing."""
        # Never so much that a night goes by in which nobody looks at terms.
        self.now += timedelta(minutes=self._chance.randint(1, 30))
        if what in ("days", "weeks"):
            self.now += timedelta(days=self._chance.randint(1, 6) * (7 if what == "weeks" else 1))
            await asyncio.gather(*(time_is(self._triage, self.now) for _ in range(2)))
            return
        with clock.frozen(self.now):
            await self._happen(what)

    async def _happen(self, what: str) -> None:
        if what in ("ask", "elsewhere", "hand over", "close"):
            await self._decide(what)
        elif what == "again" and self._heard:
            await deliver(self._triage, facts, self._chance.choice(self._heard), times=2)
        elif fact := await self._fact(what):
            self._heard.append(fact)
            await deliver(self._triage, facts, fact)

    async def _decide(self, what: str) -> None:
        case = await case_of(self._triage, self.report_id)
        decision, form = {
            "ask": (Decision.QUESTION, QUESTION),
            "elsewhere": (Decision.ELSEWHERE, self._elsewhere()),
            "hand over": (Decision.HANDOVER, HANDOVER),
            "close": (Decision.CLOSE, CLOSE),
        }[what]
        seen = case.version - self._chance.choice((0, 0, 0, 1))
        try:
            await decided(self._triage, self.report_id, decision, form.model_copy(update={"version": seen}))
        except (MoveNotAllowed, CaseChanged):
            return
        if decision is Decision.HANDOVER:
            self._handovers.append(new_id())

    def _elsewhere(self) -> forms.ElsewhereForm:
        day = clock.today() + timedelta(days=self._chance.randint(1, 40))
        return forms.ElsewhereForm(version=1, send_mail=True, reason="Loopt", party_id=PARTY.party_id, check_on=day)

    async def _fact(self, what: str) -> Fact | None:
        if what == "answer":
            asked = [fact for fact in await said(self._triage) if isinstance(fact, QuestionAskedV1)]
            mine = [fact.question_id for fact in asked if fact.report_id == self.report_id]
            return an_answer_given(report_id=self.report_id, question_id=self._chance.choice(mine)) if mine else None
        about = {
            "handover_id": self._chance.choice(self._handovers), "reference": "H-26-001",
            "report_id": self.report_id, "party_id": PARTY.party_id, "party_name": PARTY.name,
        }  # fmt: skip
        match what:
            case "sent":
                return HandoverSentV1(sent_by="Sanne", answer_by=clock.today(), **about)
            case "body answers":
                answer = self._chance.choice(list(HandoverAnswer))
                return HandoverAnsweredV1(answer=answer, public_text="Wij kijken ernaar.", **about)
            case "silence":
                return HandoverWentSilentV1(answer_by=clock.today(), **about)
        return None


def sees_to_it(before: Case, after: Case, now: datetime) -> None:
    """The move from one to the other is allowed, and what the case waits for fits how it stands."""
    was, state = State.parse(before.state), State.parse(after.state)
    assert state is was or state in MOVES[was].values(), f"{was} → {state}"
    assert after.version >= before.version
    waits = state in ENDS_BY_ITSELF or (state in WAITS_FOR_US and after.delayed_to is None)
    assert (after.term_at is not None) == waits
    assert after.term_at is None or after.term_at > now or clock.by_day(now) != now
    assert (after.remind_at is None) or state is State.QUESTION_OPEN
    assert (after.came_back is None) or state is State.NEW
    actor = NextActor.parse(after.next_actor)
    assert actor in (NEXT_ACTOR[state], NextActor.PARTY) if state is State.HANDED_OVER else actor is NEXT_ACTOR[state]


@given(steps=st.lists(st.sampled_from(STEPS), max_size=14), seed=st.integers(0, 2**16))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_case_makes_allowed_moves_only(
    databases: Callable[[str], Database], steps: list[str], seed: int
) -> None:
    triage = databases("triage")
    with clock.frozen(at(FIRST_DAY, 9)):
        await deliver(triage, facts, PARTY)
        report_id = await a_case(triage, reference=str(uuid4()))
    story = Story(triage, report_id, random.Random(seed))
    returns, before = 0, await case_of(triage, report_id)
    for step in steps:
        await story.step(step)
        after = await case_of(triage, report_id)
        sees_to_it(before, after, story.now)
        returns += after.came_back is not None and after.version > before.version
        before = after
    mine = [fact for fact in await said(triage) if getattr(fact, "report_id", None) == report_id]
    assert sum(isinstance(fact, ReportReturnedV1) for fact in mine) == returns
    promised = [fact.promised_on for fact in mine if isinstance(fact, ReportDelayedV1)]
    assert len(promised) == len(set(promised))

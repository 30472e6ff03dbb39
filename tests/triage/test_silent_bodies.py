"""A body that a report was handed over to says nothing, or says something late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.triage.domain import Decision
from services.triage.subscribers import facts
from shared import clock
from shared.contracts.escalation import HandoverAnsweredV1, HandoverRemindedV1, HandoverSentV1, HandoverWentSilentV1
from shared.contracts.triage import ReportReturnedV1
from shared.contracts.vocabulary import HandoverAnswer, ReturnReason
from shared.database import Database
from shared.ids import new_id
from tests.facts import deliver
from tests.triage.waiting import CLOSE, HANDOVER, PARTY, case_of, decided, handed_over, log_of, told


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


class Body:
    """What the body and the team's own terms make happen to one handover."""

    def __init__(self, triage: Database, report_id: UUID) -> None:
        self._triage = triage
        self._about: dict[str, Any] = {
            "handover_id": new_id(), "reference": "H-26-001", "report_id": report_id,
            "party_id": PARTY.party_id, "party_name": PARTY.name,
        }  # fmt: skip

    async def is_sent_it(self) -> None:
        await self._hear(HandoverSentV1(sent_by="Sanne", answer_by=clock.today(), **self._about))

    async def is_reminded(self) -> None:
        await self._hear(HandoverRemindedV1(answer_by=clock.today(), **self._about))

    async def says_nothing(self) -> None:
        await self._hear(HandoverWentSilentV1(answer_by=clock.today(), **self._about))

    async def answers(self, answer: HandoverAnswer = HandoverAnswer.ANSWERED, *, late: bool = False) -> None:
        words = {"answer": answer, "public_text": "Wij kijken ernaar.", "after_silence": late}
        await self._hear(HandoverAnsweredV1(**words, **self._about))

    async def _hear(self, fact: Any) -> None:
        await deliver(self._triage, facts, fact, times=2)


async def test_a_silent_body_brings_the_case_back_with_a_new_day(triage: Database) -> None:
    report_id = await handed_over(triage)
    body = Body(triage, report_id)
    await body.is_sent_it()
    await body.is_reminded()
    await body.says_nothing()
    (returned,) = await told(triage, ReportReturnedV1)
    case = await case_of(triage, report_id)
    assert (returned.why, returned.party_name, returned.answer_by) == (
        ReturnReason.PARTY_SILENT, PARTY.name, case.due_on,
    )  # fmt: skip
    assert (case.state, case.came_back, case.next_actor) == ("new", "party_silent", "team")
    assert case.term_at
    silent, reminded = (await log_of(triage, report_id))[:2]
    assert silent == f"{PARTY.name} gaf geen antwoord (H-26-001)."
    assert reminded == f"Herinnering gestuurd aan {PARTY.name} (H-26-001)."


@pytest.mark.parametrize("answer", HandoverAnswer)
async def test_an_answer_after_silence_is_something_new_to_read(triage: Database, answer: HandoverAnswer) -> None:
    report_id = await handed_over(triage)
    body = Body(triage, report_id)
    await body.is_sent_it()
    await body.says_nothing()
    before = await case_of(triage, report_id)
    await body.answers(answer, late=True)
    case = await case_of(triage, report_id)
    assert (case.state, case.reaction, case.came_back, case.due_on) == ("new", True, None, before.due_on)
    assert case.version == before.version + 1


async def test_an_answer_after_the_team_went_on_is_written_down_and_moves_nothing(triage: Database) -> None:
    report_id = await handed_over(triage)
    body = Body(triage, report_id)
    await body.says_nothing()
    await decided(triage, report_id, Decision.CLOSE, CLOSE.model_copy(update={"version": 3}))
    await body.answers(late=True)
    assert (await case_of(triage, report_id)).state == "closed"
    assert "Wij kijken ernaar." in (await log_of(triage, report_id))[0]


async def test_silence_heard_after_the_answer_or_twice_moves_nothing(triage: Database) -> None:
    report_id = await handed_over(triage)
    body = Body(triage, report_id)
    await body.answers()
    await body.says_nothing()
    assert (await case_of(triage, report_id)).reaction
    assert await told(triage, ReportReturnedV1) == []


async def test_being_sent_heard_after_silence_leaves_the_team_to_move(triage: Database) -> None:
    report_id = await handed_over(triage)
    body = Body(triage, report_id)
    await body.says_nothing()
    await body.is_sent_it()
    assert (await case_of(triage, report_id)).next_actor == "team"


async def test_silence_about_an_earlier_handover_leaves_the_later_one_alone(triage: Database) -> None:
    report_id = await handed_over(triage)
    first, second = Body(triage, report_id), Body(triage, report_id)
    await first.is_sent_it()
    await first.answers(HandoverAnswer.REFUSED)
    earlier = clock.now()
    await decided(triage, report_id, Decision.HANDOVER, HANDOVER.model_copy(update={"version": 3}))
    with clock.frozen(earlier):
        await first.says_nothing()
    await second.is_sent_it()
    with clock.frozen(clock.now() + timedelta(days=1)):
        await first.says_nothing()
    case = await case_of(triage, report_id)
    assert (case.state, case.next_actor_name) == ("handed_over", PARTY.name)

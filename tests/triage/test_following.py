"""Who joined a report (*ik ook*) hears what comes of it as of their own, whichever comes first and however often."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.triage import forms
from services.triage.domain import Decision, State
from services.triage.handlers.joining import JOINED
from services.triage.subscribers import facts
from services.triage.tables import Case
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1, HandoverWentSilentV1
from shared.contracts.handovers import HandoverStage
from shared.contracts.intake import ReopeningRequestedV1, ReportErasedV1, ReportWithdrawnV1
from shared.contracts.triage import (
    CaseOpenedV1,
    HandoverDecidedV1,
    HandoverFollowedV1,
    ReportAnsweredV1,
    ReportClosedV1,
    ReportLookedIntoV1,
    ReportReferredV1,
    ReportReturnedV1,
)
from shared.contracts.vocabulary import EraseReason, HandoverAnswer, NextActor, WithdrawReason
from shared.database import Database
from shared.ids import new_id
from tests.builders import a_report_submitted, an_answer_given, an_item_published
from tests.facts import deliver, said
from tests.triage.waiting import CLOSE, HANDOVER, PARTY, QUESTION, a_case, at, case_of, decided, question_of, time_is

Databases = Callable[[str], Database]
FRIDAY = date(2026, 11, 20)
CHECK_ON = date(2026, 12, 18)
ITEM = an_item_published(public=True)
ELSEWHERE = forms.ElsewhereForm(version=1, send_mail=True, reason="Loopt", party_id=PARTY.party_id, check_on=CHECK_ON)
CLOSED = CLOSE.model_copy(update={"version": 1})
ENDS = {
    Decision.AGREEMENT: (
        forms.AgreementForm(version=1, send_mail=True, reason="Staat er", item_id=ITEM.item_id),
        ReportAnsweredV1,
    ),
    Decision.ELSEWHERE: (ELSEWHERE, ReportReferredV1),
    Decision.CLOSE: (CLOSED, ReportClosedV1),
    Decision.HANDOVER: (HANDOVER, HandoverFollowedV1),
}


@pytest.fixture
async def triage(databases: Databases) -> Database:
    triage = databases("triage")
    await deliver(triage, facts, PARTY)
    await deliver(triage, facts, ITEM)
    return triage


async def _joined(triage: Database, first: UUID, number: int = 2) -> UUID:
    fact = a_report_submitted(reference=f"RW-26-000{number}", joins_report=first, answer_by=clock.today())
    await deliver(triage, facts, fact, times=2)
    return fact.report_id


async def _both(triage: Database) -> tuple[UUID, UUID]:
    first = await a_case(triage)
    return first, await _joined(triage, first)


async def _heard(triage: Database, report_id: UUID) -> list[Fact]:
    """What was said about a report since its case was opened."""
    about = [fact for fact in await said(triage) if getattr(fact, "report_id", None) == report_id]
    return [fact for fact in about if not isinstance(fact, CaseOpenedV1)]


def _stands(case: Case) -> tuple[object, ...]:
    return case.state, case.next_actor, case.next_actor_name, case.party_id, case.term_at, case.dossier_id


async def _same(triage: Database, first: UUID, second: UUID) -> bool:
    return _stands(await case_of(triage, first)) == _stands(await case_of(triage, second))


def _handover(kind: type[HandoverSentV1 | HandoverAnsweredV1 | HandoverWentSilentV1], first: UUID) -> dict[str, object]:
    about = {"handover_id": first, "reference": "H-26-001", "report_id": first}
    rest = {HandoverSentV1: {"sent_by": "Sanne"}, HandoverAnsweredV1: {"public_text": "Wij pakken dit op."}}
    return about | {"party_id": PARTY.party_id, "party_name": PARTY.name} | rest.get(kind, {})


async def _sent(triage: Database, first: UUID) -> None:
    await deliver(triage, facts, HandoverSentV1(answer_by=CHECK_ON, **_handover(HandoverSentV1, first)), times=2)


async def _answered(triage: Database, first: UUID, answer: HandoverAnswer) -> None:
    fact = HandoverAnsweredV1(answer=answer, **_handover(HandoverAnsweredV1, first))
    await deliver(triage, facts, fact, times=2)


@pytest.mark.parametrize("joins_late", [False, True])
@pytest.mark.parametrize("decision", ENDS)
async def test_what_is_decided_about_a_report_holds_for_who_joined_it(
    triage: Database, decision: Decision, joins_late: bool
) -> None:
    form, kind = ENDS[decision]
    first = await a_case(triage)
    second = None if joins_late else await _joined(triage, first)
    await decided(triage, first, decision, form)
    second = second or await _joined(triage, first)
    assert await _same(triage, first, second)
    (told,) = await _heard(triage, second)
    assert isinstance(told, kind)
    assert getattr(told, "reason", JOINED) == JOINED
    assert getattr(told, "send_mail", True)


async def test_who_joins_a_report_with_an_outside_body_hears_where_it_is_and_makes_no_handover(
    triage: Database,
) -> None:
    first, second = await _both(triage)
    await decided(triage, first, Decision.HANDOVER, HANDOVER)
    await _sent(triage, first)
    third = await _joined(triage, first, 3)
    assert await _same(triage, first, second)
    assert await _same(triage, first, third)
    told = [fact for fact in await said(triage) if isinstance(fact, HandoverFollowedV1)]
    stages = [[fact.stage for fact in told if fact.report_id == one] for one in (second, third)]
    assert stages == [[HandoverStage.DECIDED, HandoverStage.SENT], [HandoverStage.SENT]]
    assert [fact.report_id for fact in await said(triage) if isinstance(fact, HandoverDecidedV1)] == [first]


@pytest.mark.parametrize("answer", HandoverAnswer)
@pytest.mark.parametrize("sent_is_late", [False, True])
async def test_what_the_body_answers_reaches_who_joined(
    triage: Database, answer: HandoverAnswer, sent_is_late: bool
) -> None:
    first, second = await _both(triage)
    await decided(triage, first, Decision.HANDOVER, HANDOVER)
    if not sent_is_late:
        await _sent(triage, first)
    await _answered(triage, first, answer)
    if sent_is_late:
        await _sent(triage, first)
    told = [fact for fact in await _heard(triage, second) if isinstance(fact, HandoverFollowedV1)]
    assert told[-1].stage == HandoverStage.parse(answer.value)
    assert (told[-1].public_text, told[-1].after_silence) == ("Wij pakken dit op.", False)
    assert (await case_of(triage, second)).state == (await case_of(triage, first)).state


async def test_a_body_that_is_silent_and_answers_late_is_told_to_who_joined(triage: Database) -> None:
    first, second = await _both(triage)
    await decided(triage, first, Decision.HANDOVER, HANDOVER)
    await _sent(triage, first)
    silent = HandoverWentSilentV1(answer_by=CHECK_ON, **_handover(HandoverWentSilentV1, first))
    await deliver(triage, facts, silent, times=2)
    assert await _same(triage, first, second)
    assert isinstance((await _heard(triage, second))[-1], ReportReturnedV1)
    await decided(triage, first, Decision.CLOSE, CLOSE.model_copy(update={"version": 3}))
    await _answered(triage, first, HandoverAnswer.REFUSED)
    *_, closed, late = await _heard(triage, second)
    assert isinstance(closed, ReportClosedV1)
    assert isinstance(late, HandoverFollowedV1)
    assert late.after_silence
    assert (await case_of(triage, second)).state == State.CLOSED


async def test_a_question_stays_with_who_was_asked_and_the_other_hears_a_later_day(triage: Database) -> None:
    with clock.frozen(at(FRIDAY)):
        first, second = await _both(triage)
        await decided(triage, first, Decision.QUESTION, QUESTION)
    (told,) = await _heard(triage, second)
    assert told == ReportLookedIntoV1(report_id=second, answer_by=date(2026, 12, 14))
    case = await case_of(triage, second)
    assert (case.state, case.next_actor, case.due_on) == (State.NEW, NextActor.TEAM, told.answer_by)
    answer = an_answer_given(report_id=first, question_id=await question_of(triage), text="Bij Menzis")
    await deliver(triage, facts, answer)
    assert await _heard(triage, second) == [told]


async def test_a_check_day_brings_both_back_once(triage: Database) -> None:
    with clock.frozen(at(FRIDAY)):
        first, second = await _both(triage)
        await decided(triage, first, Decision.ELSEWHERE, ELSEWHERE)
    for _ in range(2):
        await time_is(triage, at(CHECK_ON))
    assert await _same(triage, first, second)
    assert (await case_of(triage, second)).state == State.NEW
    assert sum(isinstance(fact, ReportReturnedV1) for fact in await _heard(triage, second)) == 1


async def test_when_the_report_is_opened_again_so_is_that_of_who_joined_and_the_next_end_is_theirs_too(
    triage: Database,
) -> None:
    first, second = await _both(triage)
    await decided(triage, first, Decision.CLOSE, CLOSED)
    await deliver(triage, facts, ReopeningRequestedV1(report_id=first, request_id=new_id(), reason="Het speelt nog."))
    third = await _joined(triage, first, 3)
    assert (await case_of(triage, third)).state == State.NEW
    version = (await case_of(triage, first)).version
    reopen = forms.ReopenForm(version=version, send_mail=True, reason="Klopt", message="We kijken er weer naar.")
    await decided(triage, first, Decision.REOPEN, reopen)
    assert await _same(triage, first, second)
    assert isinstance((await _heard(triage, second))[-1], ReportLookedIntoV1)
    await decided(
        triage, first, Decision.AGREEMENT, ENDS[Decision.AGREEMENT][0].model_copy(update={"version": version + 1})
    )
    for joiner in (second, third):
        assert isinstance((await _heard(triage, joiner))[-1], ReportAnsweredV1)
        assert await _same(triage, first, joiner)


async def test_who_joined_while_it_asked_to_be_opened_again_hears_the_end_when_that_stands(triage: Database) -> None:
    first = await a_case(triage)
    await decided(triage, first, Decision.CLOSE, CLOSED)
    await deliver(triage, facts, ReopeningRequestedV1(report_id=first, request_id=new_id(), reason="Het speelt nog."))
    second = await _joined(triage, first)
    kept = forms.KeepClosedForm(version=3, send_mail=True, reason="Nee", explanation="Er is niets nieuws bij gekomen.")
    await decided(triage, first, Decision.KEEP_CLOSED, kept)
    (told,) = await _heard(triage, second)
    assert isinstance(told, ReportClosedV1)
    assert (await case_of(triage, second)).state == State.CLOSED


async def test_what_somebody_decided_about_goes_its_own_way(triage: Database) -> None:
    first, second = await _both(triage)
    await decided(triage, second, Decision.QUESTION, QUESTION)
    await decided(triage, first, Decision.CLOSE, CLOSED)
    assert (await case_of(triage, second)).state == State.QUESTION_OPEN


@pytest.mark.parametrize("is_erased", [False, True])
async def test_when_the_report_is_gone_before_it_is_sent_who_joined_stays_with_the_team(
    triage: Database, is_erased: bool
) -> None:
    first, second = await _both(triage)
    await decided(triage, first, Decision.HANDOVER, HANDOVER)
    gone = (
        ReportErasedV1(report_id=first, reason=EraseReason.REQUESTED)
        if is_erased
        else ReportWithdrawnV1(report_id=first, reason=WithdrawReason.MISTAKE)
    )
    await deliver(triage, facts, gone, times=2)
    case = await case_of(triage, second)
    assert (case.state, case.next_actor) == (State.NEW, NextActor.TEAM)
    assert case.term_at
    assert isinstance((await _heard(triage, second))[-1], ReportLookedIntoV1)


async def test_a_report_taken_back_after_it_was_sent_leaves_who_joined_with_the_body(triage: Database) -> None:
    first, second = await _both(triage)
    await decided(triage, first, Decision.HANDOVER, HANDOVER)
    await _sent(triage, first)
    await deliver(triage, facts, ReportWithdrawnV1(report_id=first, reason=WithdrawReason.MISTAKE))
    assert (await case_of(triage, second)).state == State.HANDED_OVER
    await _answered(triage, first, HandoverAnswer.ANSWERED)
    assert (await case_of(triage, second)).state == State.NEW
    assert isinstance((await _heard(triage, second))[-1], HandoverFollowedV1)


async def test_nothing_of_the_other_reporter_is_told_to_who_joined(triage: Database) -> None:
    with clock.frozen(at(FRIDAY)):
        first, second = await _both(triage)
        await decided(triage, first, Decision.QUESTION, QUESTION)
    with clock.frozen(at(FRIDAY) + timedelta(hours=1)):
        answer = an_answer_given(report_id=first, question_id=await question_of(triage), text="Bij Menzis")
        await deliver(triage, facts, answer)
        version = (await case_of(triage, first)).version
        await decided(triage, first, Decision.CLOSE, CLOSE.model_copy(update={"version": version}))
    told = "".join(fact.model_dump_json() for fact in await _heard(triage, second))
    for words in (QUESTION.question, "Menzis", QUESTION.reason, CLOSE.reason):
        assert words not in told

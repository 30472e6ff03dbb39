from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from services.research.forms import ConcludeForm, ContextForm, OutcomeForm
from services.research.handlers import outcome, sections
from services.research.reading.dossier import DossierPage, dossier_page
from services.research.repository import dossiers
from services.research.subscribers import facts
from services.research.tables import Dossier
from shared import clock
from shared.contracts.accounts import MemberChangedV1, MorningBegunV1
from shared.contracts.mornings import MoveAfter
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1, TaskListMadeV1
from shared.contracts.vocabulary import HandoverAnswer, NextActor, Outcome, Role
from shared.database import Database
from shared.ids import new_id
from shared.messaging.failures import TooEarly
from tests.facts import deliver, said
from tests.research.facts_heard import (
    Databases,
    a_handover_answered,
    a_handover_sent,
    a_party_listed,
    a_silence,
    opened_dossier,
)

HIT = a_party_listed()


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


async def handed_over(research: Database) -> Dossier:
    dossier_id = await opened_dossier(research)
    await deliver(research, facts, HIT)
    form = OutcomeForm(
        outcome=Outcome.HANDED_OVER,
        handover_party_id=HIT.party_id,
        public_text="We geven dit door.",
        outcome_reason="Dit kan alleen landelijk.",
    )
    async with research.transaction() as session:
        dossier = await dossiers.by_id(session, dossier_id)
        assert dossier
        await outcome.save_outcome(session, dossier.reference, form, "Mo Yilmaz")
        await outcome.conclude(session, dossier.reference, ConcludeForm(version=1), "Mo Yilmaz")
    return dossier


async def the_page(research: Database, dossier: Dossier) -> DossierPage:
    async with research.transaction() as session:
        found = await dossier_page(session, dossier.reference)
    assert found
    return found


def ids(dossier: Dossier, handover_id: UUID | None = None) -> dict[str, UUID]:
    return {"dossier_id": dossier.id, "party_id": HIT.party_id, "handover_id": handover_id or new_id()}


async def test_concluding_says_all_that_the_others_need(research: Database) -> None:
    dossier = await handed_over(research)
    concluded = (await said(research))[-1]
    assert isinstance(concluded, DossierConcludedV1)
    assert (concluded.party_id, concluded.party_name) == (HIT.party_id, HIT.name)
    assert (concluded.reports, concluded.practices, concluded.minutes_per_month) == (1, 1, 60)
    assert (concluded.reference, concluded.concluded_by) == (dossier.reference, "Mo Yilmaz")


async def test_until_it_is_sent_the_team_is_aan_zet_and_then_the_body(research: Database) -> None:
    dossier = await handed_over(research)
    assert (await the_page(research, dossier)).shown.next_actor is NextActor.TEAM
    await deliver(research, facts, a_handover_sent(**ids(dossier)), times=2)
    found = await the_page(research, dossier)
    assert (found.shown.next_actor, found.shown.next_actor_name) == (NextActor.PARTY, "HIT")
    assert [handover.record.reference for handover in found.handovers] == ["H-26-001"]


async def test_a_body_that_takes_it_on_stays_aan_zet(research: Database) -> None:
    dossier = await handed_over(research)
    sent = a_handover_sent(**ids(dossier))
    await deliver(research, facts, sent)
    taken = a_handover_answered(**ids(dossier, sent.handover_id), answer=HandoverAnswer.ACCEPTED)
    await deliver(research, facts, taken)
    found = await the_page(research, dossier)
    assert found.shown.next_actor is NextActor.PARTY
    assert "Wij spreken de verzekeraars" in found.findings[0].record.claim


@pytest.mark.parametrize("answer", [HandoverAnswer.ANSWERED, HandoverAnswer.REFUSED])
async def test_an_answer_brings_the_dossier_back_to_the_team(research: Database, answer: HandoverAnswer) -> None:
    dossier = await handed_over(research)
    back = a_handover_answered(**ids(dossier), answer=answer)
    await deliver(research, facts, back, times=2)
    reopened = [fact for fact in await said(research) if isinstance(fact, DossierReopenedV1)]
    assert [fact.handover_id for fact in reopened] == [back.handover_id]
    found = await the_page(research, dossier)
    assert found.may_conclude
    assert len(found.findings) == 1


async def test_a_silent_body_brings_the_dossier_back_to_the_team(research: Database) -> None:
    dossier = await handed_over(research)
    sent = a_handover_sent(**ids(dossier))
    await deliver(research, facts, sent)
    await deliver(research, facts, a_silence(**ids(dossier, sent.handover_id)), times=2)
    (reopened,) = [fact for fact in await said(research) if isinstance(fact, DossierReopenedV1)]
    assert (reopened.handover_id, reopened.silent_party_name) == (sent.handover_id, HIT.name)
    found = await the_page(research, dossier)
    assert found.may_conclude
    assert found.findings == []
    assert found.handovers[0].record.answer_by == sent.answer_by


async def test_an_answer_after_silence_is_a_finding_and_opens_nothing_again(research: Database) -> None:
    dossier = await handed_over(research)
    silence = a_silence(**ids(dossier))
    await deliver(research, facts, silence)
    late = a_handover_answered(**ids(dossier, silence.handover_id), after_silence=True)
    await deliver(research, facts, late)
    assert len([fact for fact in await said(research) if isinstance(fact, DossierReopenedV1)]) == 1
    found = await the_page(research, dossier)
    assert len(found.findings) == 1
    assert found.handovers[0].words.startswith("Geeft een inhoudelijk antwoord")


async def test_a_silence_heard_after_the_answer_opens_nothing_again(research: Database) -> None:
    dossier = await handed_over(research)
    answered = a_handover_answered(**ids(dossier))
    await deliver(research, facts, answered)
    await deliver(research, facts, a_silence(**ids(dossier, answered.handover_id)))
    assert len([fact for fact in await said(research) if isinstance(fact, DossierReopenedV1)]) == 1


async def test_a_silence_of_before_the_last_conclusion_is_about_another_handover(research: Database) -> None:
    early = clock.now()
    dossier = await handed_over(research)
    with clock.frozen(early):
        await deliver(research, facts, a_silence(**ids(dossier)))
    assert not (await the_page(research, dossier)).may_conclude


async def test_an_answer_from_another_body_is_a_finding_and_no_more(research: Database) -> None:
    dossier = await handed_over(research)
    other = a_handover_answered(dossier_id=dossier.id)
    await deliver(research, facts, other)
    found = await the_page(research, dossier)
    assert not found.may_conclude
    assert len(found.findings) == 1


async def test_an_answer_heard_before_the_sending_is_kept(research: Database) -> None:
    dossier = await handed_over(research)
    sent = a_handover_sent(**ids(dossier))
    await deliver(research, facts, a_handover_answered(**ids(dossier, sent.handover_id)))
    await deliver(research, facts, sent)
    handover = (await the_page(research, dossier)).handovers[0].record
    assert (handover.answer, handover.answer_by) == ("answered", sent.answer_by)


async def test_a_handover_of_a_dossier_not_known_yet_is_too_early(research: Database) -> None:
    with pytest.raises(TooEarly):
        await deliver(research, facts, a_handover_sent(dossier_id=new_id()))


async def test_a_handover_of_a_single_report_is_not_ours(research: Database) -> None:
    await deliver(research, facts, a_handover_sent(report_id=new_id()))
    await deliver(research, facts, a_handover_answered(report_id=new_id()))
    assert await said(research) == []


async def test_the_last_listing_of_a_party_counts(research: Database) -> None:
    await deliver(research, facts, HIT)
    await deliver(research, facts, HIT.model_copy(update={"name": "HIT van de LHV", "takes_handovers": False}))
    dossier_id = await opened_dossier(research)
    async with research.transaction() as session:
        dossier = await dossiers.by_id(session, dossier_id)
    assert dossier
    found = await the_page(research, dossier)
    assert found.other_bodies == [(HIT.party_id, "HIT van de LHV")]
    assert found.receivers == []


async def on_the_list(research: Database, member_id: UUID) -> list[MoveAfter]:
    """Why dossiers are on this member's list of this morning."""
    begun = MorningBegunV1(list_id=new_id(), member_id=member_id, day=clock.today())
    await deliver(research, facts, begun)
    (made,) = [one for one in await said(research) if isinstance(one, TaskListMadeV1) and one.list_id == begun.list_id]
    return [one.because for one in made.dossiers]


async def test_what_came_back_by_itself_is_pointed_out_until_somebody_works_on_it(research: Database) -> None:
    dossier, anybody = await handed_over(research), new_id()
    assert await on_the_list(research, anybody) == []
    silence = a_silence(**ids(dossier))
    await deliver(research, facts, silence)
    assert await on_the_list(research, anybody) == [MoveAfter.SILENT]
    late = a_handover_answered(**ids(dossier, silence.handover_id), after_silence=True)
    await deliver(research, facts, late)
    assert await on_the_list(research, anybody) == [MoveAfter.ANSWERED]
    async with research.transaction() as session:
        form = ContextForm(version=0, context_what="Elk jaar opnieuw.")
        await sections.save_context(session, dossier.reference, form, "Mo Yilmaz")
    assert await on_the_list(research, anybody) == []


async def test_what_came_back_is_for_who_pulls_it_and_for_all_when_that_one_left(research: Database) -> None:
    dossier, mo, sanne = await handed_over(research), new_id(), new_id()
    for each in (mo, sanne):
        await deliver(research, facts, a_member(each))
    async with research.transaction() as session:
        await session.execute(update(Dossier).values(lead_id=mo))
    await deliver(research, facts, a_handover_answered(**ids(dossier)))
    assert [await on_the_list(research, each) for each in (mo, sanne)] == [[MoveAfter.ANSWERED], []]
    await deliver(research, facts, a_member(mo, revision=2, active=False))
    assert await on_the_list(research, sanne) == [MoveAfter.ANSWERED]


def a_member(member_id: UUID, **changes: Any) -> MemberChangedV1:
    known = {"member_id": member_id, "revision": 1, "name": "Een collega", "role": Role.RESEARCHER, "active": True}
    return MemberChangedV1.model_validate(known | changes)

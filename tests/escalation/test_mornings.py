"""Which handovers wait for a member when a working day begins."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from services.escalation.domain import HandoverState
from services.escalation.subscribers import facts
from services.escalation.tables import Handover
from shared import clock
from shared.contracts.accounts import MemberChangedV1, MorningBegunV1
from shared.contracts.escalation import HandoverListMadeV1
from shared.contracts.mornings import MoveAfter
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from tests.escalation.facts_heard import HIT, Databases, a_dossier_concluded
from tests.facts import deliver, said

TODAY = clock.today()


@pytest.fixture
def escalation(databases: Databases) -> Database:
    return databases("escalation")


async def a_member(escalation: Database, role: Role) -> UUID:
    fact = MemberChangedV1(member_id=new_id(), revision=1, name="Een collega", role=role, active=True)
    await deliver(escalation, facts, fact)
    return fact.member_id


async def the_list(escalation: Database, member_id: UUID) -> HandoverListMadeV1:
    begun = MorningBegunV1(list_id=new_id(), member_id=member_id, day=TODAY)
    await deliver(escalation, facts, begun)
    await deliver(escalation, facts, begun.model_copy(update={"day": TODAY - timedelta(days=1), "list_id": new_id()}))
    made = [one for one in await said(escalation) if isinstance(one, HandoverListMadeV1)]
    assert made[-1].list_id == begun.list_id
    return made[-1]


async def test_what_waits_is_said_for_who_may_hand_over(escalation: Database) -> None:
    for number, state in enumerate(HandoverState, 1):
        await deliver(escalation, facts, a_dossier_concluded(dossier_id=new_id(), party_id=HIT.party_id))
        here = update(Handover).where(col(Handover.reference).endswith(f"-{number:03d}"))
        async with escalation.transaction() as session:
            await session.execute(here.values(state=state.value))
    made = await the_list(escalation, await a_member(escalation, Role.LEAD))
    assert [(one.reference[-3:], one.because, one.party_id) for one in made.handovers] == [
        ("001", MoveAfter.TO_SEND, HIT.party_id),
        ("004", MoveAfter.ANSWERED, HIT.party_id),
        ("005", MoveAfter.ANSWERED, HIT.party_id),
        ("006", MoveAfter.SILENT, HIT.party_id),
    ]
    assert made.handovers_in_all == 4
    for other in (await a_member(escalation, Role.RESEARCHER), new_id()):
        assert (await the_list(escalation, other)).handovers == ()

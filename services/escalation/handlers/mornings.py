"""When a working day begins: which handovers wait for a member."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import MOVES_AFTER, HandoverState
from services.escalation.repository import handovers
from shared import clock
from shared.contracts.accounts import MorningBegunV1
from shared.contracts.escalation import HandoverListMadeV1, WaitingHandover
from shared.contracts.mornings import MOST
from shared.messaging import outbox
from shared.staff.known import may
from shared.staff.permissions import Permission


async def list_handovers(session: AsyncSession, fact: MorningBegunV1) -> None:
    """Say what waits for this member, nothing for who may not hand over; nothing of a day that is over."""
    if fact.day != clock.today():
        return
    made = HandoverListMadeV1(list_id=fact.list_id)
    if await may(session, fact.member_id, Permission.HAND_OVER):
        in_state = await handovers.counts(session)
        waiting = [
            WaitingHandover(
                reference=one.reference, party_id=one.party_id, because=MOVES_AFTER[HandoverState.parse(one.state)]
            )
            for one in await handovers.first_changed(session, MOVES_AFTER, MOST)
        ]
        in_all = sum(in_state.get(state, 0) for state in MOVES_AFTER)
        made = HandoverListMadeV1(list_id=fact.list_id, handovers=tuple(waiting), handovers_in_all=in_all)
    await outbox.add(session, made)

"""The list of handovers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation import domain
from services.escalation.domain import WAITING, HandoverState
from services.escalation.reading.shown import ShownHandover
from services.escalation.repository import handovers, projections
from shared.contracts.vocabulary import Choice
from shared.paging import Page


class Tab(Choice):
    """The views on the list of handovers."""

    DRAFTS = "concept", "Nog te versturen"
    WAITING = "onderweg", "Wacht op antwoord"
    ANSWERED = "antwoord", "Antwoord binnen"
    SILENT = "stil", "Geen antwoord"
    CLOSED = "gesloten", "Gesloten"


STATES_UNDER: Mapping[Tab, frozenset[HandoverState]] = {
    Tab.DRAFTS: frozenset({HandoverState.DRAFT}),
    Tab.WAITING: WAITING,
    Tab.ANSWERED: frozenset({HandoverState.ANSWERED, HandoverState.REFUSED}),
    Tab.SILENT: frozenset({HandoverState.SILENT}),
    Tab.CLOSED: frozenset({HandoverState.CLOSED}),
}


@dataclass(frozen=True)
class HandoverList:
    """One page of handovers."""

    tab: Tab
    page: Page[ShownHandover]
    counts: Mapping[Tab, int]


async def waits_for_us(session: AsyncSession) -> int:
    """How many handovers the team has to do something with."""
    in_state = await handovers.counts(session)
    return sum(count for state, count in in_state.items() if state in domain.MOVES_AFTER)


async def handover_list(session: AsyncSession, tab: Tab | None, page: int) -> HandoverList:
    """One page of a view; without a view asked for, the first that is not empty."""
    in_state = await handovers.counts(session)
    counts = {view: sum(in_state.get(state, 0) for state in states) for view, states in STATES_UNDER.items()}
    chosen = tab or next((view for view in Tab if counts[view]), Tab.DRAFTS)
    found = await handovers.listed(session, STATES_UNDER[chosen], page)
    rows = [ShownHandover(handover, await projections.party(session, handover.party_id)) for handover in found]
    return HandoverList(chosen, Page(page, rows, counts[chosen]), counts)

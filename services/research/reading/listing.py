"""The list of dossiers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.research import domain
from services.research.domain import DossierState
from services.research.reading.shown import ShownDossier
from services.research.repository import dossiers, linked_reports, projections
from shared.contracts.vocabulary import Choice

PAGE_SIZE = 25


class Tab(Choice):
    """The views on the list of dossiers."""

    OPEN = "onderzoek", "In onderzoek"
    ELSEWHERE = "elders", "Bij een ander"
    CLOSED = "afgesloten", "Afgesloten"


STATES_UNDER: Mapping[Tab, frozenset[DossierState]] = {
    Tab.OPEN: frozenset({DossierState.RESEARCHING}),
    Tab.ELSEWHERE: frozenset({DossierState.HANDED_OVER}),
    Tab.CLOSED: domain.ENDS - {DossierState.HANDED_OVER},
}


@dataclass(frozen=True)
class DossierList:
    """One page of dossiers."""

    tab: Tab
    page: int
    rows: list[ShownDossier]
    counts: Mapping[Tab, int]

    @property
    def total(self) -> int:
        """How many there are on all pages."""
        return self.counts[self.tab]

    @property
    def first(self) -> int:
        """The number of the first row."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1


async def dossier_list(session: AsyncSession, tab: Tab, page: int) -> DossierList:
    """One page of a view, the last changed dossier first."""
    found = await dossiers.listed(session, STATES_UNDER[tab], limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    estimates = await linked_reports.estimates(session, [dossier.id for dossier in found])
    parties = {party.id: party for party in await projections.parties(session)}
    rows = [
        ShownDossier(
            dossier, domain.weight(estimates[dossier.id]), parties.get(dossier.party_id) if dossier.party_id else None
        )
        for dossier in found
    ]
    in_state = await dossiers.counts(session)
    counts = {view: sum(in_state.get(state, 0) for state in states) for view, states in STATES_UNDER.items()}
    return DossierList(tab, page, rows, counts)

"""The list of dossiers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.research import domain
from services.research.domain import DossierState
from services.research.reading.shown import ShownDossier
from services.research.repository import check_answers, dossiers, linked_reports, projections
from shared.contracts.vocabulary import Choice
from shared.paging import Page


class Tab(Choice):
    """The views on the list of dossiers."""

    OPEN = "onderzoek", "In onderzoek"
    ELSEWHERE = "elders", "Bij een ander"
    CLOSED = "afgesloten", "Afgesloten"


STATES_UNDER: Mapping[Tab, frozenset[DossierState]] = {
    Tab.OPEN: frozenset({DossierState.RESEARCHING}),
    Tab.ELSEWHERE: frozenset({DossierState.HANDED_OVER}),
    Tab.CLOSED: (domain.ENDS | {DossierState.MERGED}) - {DossierState.HANDED_OVER},
}


@dataclass(frozen=True)
class DossierList:
    """One page of dossiers."""

    tab: Tab
    page: Page[ShownDossier]
    counts: Mapping[Tab, int]


async def dossier_list(session: AsyncSession, tab: Tab, page: int) -> DossierList:
    """One page of a view, the last changed dossier first."""
    found = await dossiers.listed(session, STATES_UNDER[tab], page)
    estimates = await linked_reports.estimates(session, [dossier.id for dossier in found])
    parties = {party.id: party for party in await projections.parties(session)}
    given = await check_answers.of_dossiers(session, [dossier.id for dossier in found])
    again = await linked_reports.since_the_outcome(session, [dossier.id for dossier in found])
    rows = [
        ShownDossier(
            dossier,
            domain.weight(estimates[dossier.id]),
            parties.get(dossier.party_id) if dossier.party_id else None,
            domain.confirmation(check_answers.choices(given[dossier.id])),
            again[dossier.id],
        )
        for dossier in found
    ]
    in_state = await dossiers.counts(session)
    counts = {view: sum(in_state.get(state, 0) for state in states) for view, states in STATES_UNDER.items()}
    return DossierList(tab, Page(page, rows, counts[tab]), counts)

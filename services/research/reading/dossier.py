"""One dossier with all that is in it."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research import domain
from services.research.domain import DossierState, RecordedAnswer, RuleOrigin
from services.research.reading.shown import ShownDossier, ShownHandover, ShownReport, ShownSource
from services.research.repository import check_answers, dossiers, entries, linked_reports, projections
from services.research.tables import Dossier, Finding, Party, RuleSource
from shared.contracts.vocabulary import CheckAnswer
from shared.dutch import count_text
from shared.history import Entry, history_of


@dataclass(frozen=True)
class DossierPage:
    """All that stands in one dossier."""

    shown: ShownDossier
    reports: list[ShownReport]
    sources: list[ShownSource]
    removed_sources: list[RuleSource]
    findings: list[Finding]
    removed_findings: list[Finding]
    handovers: list[ShownHandover]
    history: list[Entry]
    parties: list[Party]

    @property
    def dossier(self) -> Dossier:
        """The file itself."""
        return self.shown.record

    @cached_property
    def recorded(self) -> RecordedAnswer:
        """The answer to "Is het ergens vastgelegd?"."""
        return domain.recorded_answer([source.recorded_in for source in self.sources])

    @property
    def recorded_kinds(self) -> str:
        """Where, in short: `Wet, Beroepsrichtlijn`."""
        return ", ".join(dict.fromkeys(source.recorded_in.label for source in self.sources))

    @property
    def rule_origin(self) -> str:
        """Law or elaboration, in words."""
        return RuleOrigin.parse(self.dossier.rule_origin).label if self.dossier.rule_origin else ""

    @property
    def confirmed(self) -> list[tuple[str, str, str]]:
        """What the reporters say of whether it is really solved: the answer, how many, and nothing to change."""
        said = self.shown.confirmation
        counts = [
            (CheckAnswer.YES.label, said.solved),
            (CheckAnswer.A_LITTLE.label, said.a_little),
            (CheckAnswer.NO.label, said.not_solved),
            ("Nog geen antwoord", max(0, self.shown.weight.reports - said.answers)),
        ]
        return [(label, count_text(count, "melding", "meldingen"), "") for label, count in counts]

    @property
    def may_conclude(self) -> bool:
        """Whether it is still being researched."""
        return self.shown.state is DossierState.RESEARCHING

    @property
    def other_bodies(self) -> list[tuple[UUID, str]]:
        """Every organisation, to choose from."""
        return [(party.id, party.name) for party in self.parties]

    @property
    def receivers(self) -> list[tuple[UUID, str]]:
        """The organisations a file can be sent to."""
        return [(party.id, party.name) for party in self.parties if party.takes_handovers]


async def dossier_page(session: AsyncSession, reference: str) -> DossierPage | None:
    """A dossier with all that is in it, or None when there is none."""
    dossier = await dossiers.by_reference(session, reference)
    if dossier is None:
        return None
    reports = await linked_reports.under(session, dossier.id)
    names = domain.pseudonyms(report.practice_id for report in reports)
    given = {given.report_id: given for given in (await check_answers.of_dossiers(session, [dossier.id]))[dossier.id]}
    return DossierPage(
        shown=await _shown(session, dossier),
        reports=[ShownReport(report, names[report.practice_id], given.get(report.id)) for report in reports],
        sources=[ShownSource(source) for source in await entries.entries_of(session, RuleSource, dossier.id)],
        removed_sources=await entries.entries_of(session, RuleSource, dossier.id, removed=True),
        findings=await entries.entries_of(session, Finding, dossier.id),
        removed_findings=await entries.entries_of(session, Finding, dossier.id, removed=True),
        handovers=[ShownHandover(handover) for handover in await projections.handovers_of(session, dossier.id)],
        history=await history_of(session, dossier.id),
        parties=await projections.parties(session),
    )


async def _shown(session: AsyncSession, dossier: Dossier) -> ShownDossier:
    estimates = await linked_reports.estimates(session, [dossier.id])
    party = await projections.party(session, dossier.party_id)
    given = (await check_answers.of_dossiers(session, [dossier.id]))[dossier.id]
    confirmation = domain.confirmation(check_answers.choices(given))
    return ShownDossier(dossier, domain.weight(estimates[dossier.id]), party, confirmation)


async def entry_of(
    session: AsyncSession, reference: str, kind: type[RuleSource] | type[Finding], entry_id: UUID
) -> tuple[Dossier, RuleSource | Finding] | None:
    """A source or finding with its dossier, or None when it is not there (any more)."""
    dossier = await dossiers.by_reference(session, reference)
    entry = await entries.entry(session, kind, dossier.id, entry_id) if dossier else None
    return (dossier, entry) if dossier and entry and entry.removed_at is None else None

"""One dossier with all that is in it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research import domain
from services.research.domain import DossierState, Effect, Estimate, RecordedAnswer, RuleOrigin, SolutionKind, Stance
from services.research.kinds import KINDS, Kind, Part
from services.research.reading.round_table import ShownRoundTable
from services.research.reading.shown import (
    ShownAgreement,
    ShownCommitment,
    ShownDossier,
    ShownEvidence,
    ShownFile,
    ShownFinding,
    ShownHandover,
    ShownReport,
    ShownSource,
    ShownStakeholder,
    ShownTask,
)
from services.research.repository import (
    additions,
    check_answers,
    dossiers,
    entries,
    files,
    linked_reports,
    projections,
    round_tables,
)
from services.research.tables import (
    Agreement,
    Commitment,
    Dossier,
    Entry,
    Evidence,
    Finding,
    Party,
    RuleSource,
    Stakeholder,
    Task,
)
from shared import history
from shared.contracts.vocabulary import CheckAnswer
from shared.dutch import count_text
from shared.staff.known import choosable
from shared.themes.theme import Theme


@dataclass(frozen=True)
class DossierPage:
    """All that stands in one dossier."""

    shown: ShownDossier
    reports: list[ShownReport]
    sources: list[ShownSource]
    evidence: list[ShownEvidence]
    findings: list[ShownFinding]
    stakeholders: list[ShownStakeholder]
    tasks: list[ShownTask]
    agreements: list[ShownAgreement]
    commitments: list[ShownCommitment]
    round_tables: list[ShownRoundTable]
    removed: Mapping[Part, list[tuple[UUID, str]]]
    members: list[tuple[UUID, str]]
    handovers: list[ShownHandover]
    history: list[history.Entry]
    parties: list[Party]
    merged_into: Dossier | None = None

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
    def solutions(self) -> str:
        """In which ways it could be done otherwise: `Tijd rekken, Maatwerk leveren`."""
        return ", ".join(SolutionKind.parse(code).label for code in self.dossier.rule_strategies)

    @property
    def theme(self) -> str:
        """What it is about, in words."""
        return Theme(self.dossier.theme).label if self.dossier.theme else ""

    @property
    def lead(self) -> str:
        """The name of who pulls it; empty when nobody does, or who did left the team."""
        return dict(self.members).get(self.dossier.lead_id, "") if self.dossier.lead_id else ""

    def standing_at(self, influence: int, stance: Stance) -> list[ShownStakeholder]:
        """Who stands in one square of the grid."""
        return [one for one in self.stakeholders if (one.record.influence, one.stance) == (influence, stance)]

    @property
    def standing_nowhere(self) -> list[ShownStakeholder]:
        """Who is not on the grid, because nobody knows what they think."""
        return [one for one in self.stakeholders if one.stance is Stance.UNKNOWN]

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
    def effect(self) -> Effect:
        """What the outcome gives back, as far as we know."""
        said_yes = [report for report in self.reports if report.answer is CheckAnswer.YES and report.counts]
        confirmed = [Estimate(one.record.practice_id, one.record.minutes_per_month) for one in said_yes]
        return domain.effect(self.shown.weight, confirmed, self.dossier.possible_minutes)

    @property
    def gives_time_back(self) -> bool:
        """Whether practices get time back by this outcome."""
        return self.shown.outcome in domain.GIVES_TIME_BACK

    @property
    def told(self) -> list[ShownReport]:
        """Whose reporters hear the outcome."""
        return [report for report in self.reports if report.counts]

    @property
    def may_conclude(self) -> bool:
        """Whether it is still being researched."""
        return self.shown.state is DossierState.RESEARCHING

    @property
    def choices(self) -> dict[str, list[tuple[UUID, str]]]:
        """Who, and which organisations and sources there are to choose from in an entry."""
        titles = [(one.record.id, one.record.called) for one in self.evidence]
        return {"owner_id": self.members, "party_id": self.other_bodies, "evidence_id": titles}

    @property
    def other_bodies(self) -> list[tuple[UUID, str]]:
        """Every organisation to choose from, and the one that was chosen."""
        return offered(self.parties, self.dossier.party_id)

    @property
    def receivers(self) -> list[tuple[UUID, str]]:
        """The organisations a file can be sent to."""
        return offered([party for party in self.parties if party.takes_handovers], self.dossier.party_id)


async def dossier_page(session: AsyncSession, reference: str) -> DossierPage | None:
    """A dossier with all that is in it, or None when there is none."""
    dossier = await dossiers.by_reference(session, reference)
    if dossier is None:
        return None
    findings = await entries.entries_of(session, Finding, dossier.id)
    titles = await entries.titles_of_evidence(session, dossier.id)
    return DossierPage(
        shown=await _shown(session, dossier),
        reports=await _reports(session, dossier.id),
        sources=[ShownSource(source) for source in await entries.entries_of(session, RuleSource, dossier.id)],
        evidence=await _evidence(session, dossier.id, findings),
        findings=[ShownFinding(one, titles.get(one.evidence_id)) for one in findings],
        stakeholders=await _stakeholders(session, dossier.id),
        tasks=await _tasks(session, dossier.id),
        agreements=[ShownAgreement(one) for one in await entries.entries_of(session, Agreement, dossier.id)],
        commitments=[ShownCommitment(one) for one in await entries.entries_of(session, Commitment, dossier.id)],
        round_tables=[ShownRoundTable(one) for one in await round_tables.of_dossier(session, dossier.id)],
        removed={part: await _removed(session, kind, dossier.id) for part, kind in KINDS.items()},
        members=await choosable(session),
        handovers=[ShownHandover(handover) for handover in await projections.handovers_of(session, dossier.id)],
        history=await history.history_of(session, dossier.id),
        parties=await projections.parties(session),
        merged_into=await dossiers.known(session, dossier.merged_into_id),
    )


async def _shown(session: AsyncSession, dossier: Dossier) -> ShownDossier:
    estimates = await linked_reports.estimates(session, [dossier.id])
    party = await projections.party(session, dossier.party_id)
    given = (await check_answers.of_dossiers(session, [dossier.id]))[dossier.id]
    confirmation = domain.confirmation(check_answers.choices(given))
    again = (await linked_reports.since_the_outcome(session, [dossier.id]))[dossier.id]
    return ShownDossier(dossier, domain.weight(estimates[dossier.id]), party, confirmation, again)


async def _reports(session: AsyncSession, dossier_id: UUID) -> list[ShownReport]:
    found = await linked_reports.under(session, dossier_id)
    names = domain.pseudonyms(report.practice_id for report, _ in found)
    added = await additions.under(session, dossier_id)
    given = {one.report_id: one for one in (await check_answers.of_dossiers(session, [dossier_id]))[dossier_id]}
    counted = [(one.id, Estimate(one.practice_id, one.minutes_per_month)) for one, _ in found if not one.withdrawn_at]
    grown = dict(zip([report_id for report_id, _ in counted], domain.growth(one for _, one in counted), strict=True))
    return [
        ShownReport(
            record=report,
            practice=names[report.practice_id],
            linked_at=linked_at,
            weight=grown.get(report.id),
            given=given.get(report.id),
            added=added.get(report.id, ()),
        )
        for report, linked_at in found
    ]


async def _evidence(session: AsyncSession, dossier_id: UUID, findings: list[Finding]) -> list[ShownEvidence]:
    used = Counter(finding.evidence_id for finding in findings)
    with_source = defaultdict[UUID, list[ShownFile]](list)
    for file in await files.of_dossier(session, dossier_id):
        with_source[file.evidence_id].append(ShownFile(file))
    sources = await entries.entries_of(session, Evidence, dossier_id)
    return [ShownEvidence(one, used[one.id], with_source[one.id]) for one in sources]


async def _stakeholders(session: AsyncSession, dossier_id: UUID) -> list[ShownStakeholder]:
    found = await entries.entries_of(session, Stakeholder, dossier_id)
    return [ShownStakeholder(one) for one in sorted(found, key=lambda one: one.organisation.casefold())]


async def _tasks(session: AsyncSession, dossier_id: UUID) -> list[ShownTask]:
    found = await entries.entries_of(session, Task, dossier_id)
    return [ShownTask(task) for task in sorted(found, key=lambda task: (task.done_at is not None, task.due_on))]


async def _removed(session: AsyncSession, kind: Kind, dossier_id: UUID) -> list[tuple[UUID, str]]:
    found = await entries.entries_of(session, kind.record, dossier_id, removed=True)
    return [(entry.id, kind.title_of(entry)) for entry in found]


async def choices_for(session: AsyncSession, entry: Entry) -> dict[str, list[tuple[UUID, str]]]:
    """Who, and which organisations and sources there are to choose from in an entry, with the one chosen before."""
    evidence = await entries.entries_of(session, Evidence, entry.dossier_id)
    return {
        "owner_id": await choosable(session),
        "party_id": offered(await projections.parties(session), getattr(entry, "party_id", None)),
        "evidence_id": [(one.id, one.called) for one in evidence],
    }


def offered(parties: list[Party], chosen: UUID | None) -> list[tuple[UUID, str]]:
    """The organisations that are on the list, and the one that was chosen when it still was."""
    return [(party.id, party.name) for party in parties if not party.retired or party.id == chosen]


async def entry_of(session: AsyncSession, reference: str, kind: Kind, entry_id: UUID) -> tuple[Dossier, Entry] | None:
    """An entry with its dossier, or None when it is not there (any more)."""
    dossier = await dossiers.by_reference(session, reference)
    entry = await entries.entry(session, kind.record, dossier.id, entry_id) if dossier else None
    return (dossier, entry) if dossier and entry and entry.removed_at is None else None

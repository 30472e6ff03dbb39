"""A dossier gets its outcome, and may be opened again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import (
    END_OF,
    GIVES_TIME_BACK,
    NEEDS_PARTY,
    DossierState,
    MoveRefused,
    Section,
    found_in,
    move,
    weight,
)
from services.research.forms import ConcludeForm, OutcomeForm
from services.research.handlers.held import ChoiceRefused, held, record, same_version
from services.research.repository import entries, linked_reports, projections
from services.research.tables import Dossier, Finding, Party
from services.research.tables import RuleSource as SourceRecord
from shared import clock
from shared.contracts.escalation import HandoverFact
from shared.contracts.mornings import MoveAfter
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1, RuleSource
from shared.contracts.vocabulary import Outcome
from shared.messaging import outbox


async def save_outcome(session: AsyncSession, reference: str, form: OutcomeForm, who: str) -> None:
    """Save what the team is about to conclude; nothing goes out yet.

    Raises UnknownDossier, ChangedMeanwhile, MoveRefused, ChoiceRefused.
    """
    dossier = await held(session, reference)
    move(DossierState.parse(dossier.state), END_OF[form.outcome])
    await same_version(session, dossier, Section.OUTCOME, (form.version, dossier.outcome_version))
    await _accepted_party(session, form, dossier.party_id)
    dossier.outcome = form.outcome.value
    dossier.party_id = form.party_id
    dossier.public_text = form.public_text
    dossier.outcome_reason = form.outcome_reason
    gives = form.possible_hours is not None and form.outcome in GIVES_TIME_BACK
    dossier.possible_minutes = (form.possible_hours or 0) * 60 if gives else None
    dossier.outcome_version += 1
    text = f"Bereidde de uitkomst voor: {form.outcome.label}."
    await record(session, dossier, who, text, Section.OUTCOME)


async def _accepted_party(session: AsyncSession, form: OutcomeForm, before: UUID | None) -> None:
    if form.outcome not in NEEDS_PARTY:
        return
    party = await projections.party(session, form.party_id)
    if party is None or (form.outcome is Outcome.HANDED_OVER and not party.takes_handovers):
        raise ChoiceRefused(form.party_field)
    if party.retired and party.id != before:
        raise ChoiceRefused(form.party_field)


async def conclude(session: AsyncSession, reference: str, form: ConcludeForm, who: str) -> None:
    """End the dossier with the outcome that was saved and looked at, and say so.

    Raises UnknownDossier, ChangedMeanwhile, MoveRefused (also when there is no outcome yet), FactTooLarge.
    """
    dossier = await held(session, reference)
    if dossier.outcome is None:
        raise MoveRefused("no outcome yet")
    outcome = Outcome.parse(dossier.outcome)
    end = move(DossierState.parse(dossier.state), END_OF[outcome])
    await same_version(session, dossier, Section.OUTCOME, (form.version, dossier.outcome_version))
    dossier.state = end.value
    dossier.concluded_at = clock.now()
    dossier.concluded_by = who
    dossier.handover_sent_at = None
    party = await projections.party(session, dossier.party_id)
    text = f"Rondde af: {outcome.label}. Reden: {dossier.outcome_reason}"
    await record(session, dossier, who, text, Section.OUTCOME)
    await outbox.add(session, await _concluded(session, dossier, party))


async def _concluded(session: AsyncSession, dossier: Dossier, party: Party | None) -> DossierConcludedV1:
    sources = await entries.entries_of(session, SourceRecord, dossier.id)
    findings = await entries.entries_of(session, Finding, dossier.id)
    titles = await entries.titles_of_evidence(session, dossier.id)
    total = weight((await linked_reports.estimates(session, [dossier.id]))[dossier.id])
    return DossierConcludedV1(
        dossier_id=dossier.id,
        reference=dossier.reference,
        title=dossier.title,
        outcome=Outcome.parse(dossier.outcome),
        public_text=dossier.public_text or "",
        concluded_by=dossier.concluded_by or "",
        rule_text=dossier.rule_text,
        rule_made_by=dossier.rule_made_by,
        rule_alternative=dossier.rule_alternative,
        rule_sources=[RuleSource.model_validate(source, from_attributes=True) for source in sources],
        findings=[f"{one.claim} (bron: {found_in(titles.get(one.evidence_id), one.source)})" for one in findings],
        reports=total.reports,
        practices=total.practices,
        minutes_per_month=total.minutes_per_month,
        party_id=party and party.id,
        party_name=party and party.name,
    )


async def reopen(session: AsyncSession, reference: str, why: str, who: str) -> None:
    """Work on a concluded dossier again. Raises UnknownDossier, MoveRefused."""
    await reopen_dossier(session, await held(session, reference), who, why)


async def reopen_dossier(
    session: AsyncSession,
    dossier: Dossier,
    who: str,
    why: str,
    handover_id: UUID | None = None,
    *,
    silent: HandoverFact | None = None,
) -> None:
    """The same for a dossier that is held already; `silent` when its body did not answer. Raises MoveRefused."""
    if dossier.state == DossierState.MERGED:
        raise MoveRefused("take it apart first")
    dossier.state = move(DossierState.parse(dossier.state), DossierState.RESEARCHING).value
    dossier.concluded_at = dossier.concluded_by = None
    if handover_id:
        dossier.came_back = (MoveAfter.SILENT if silent else MoveAfter.ANSWERED).value
    await record(session, dossier, who, f"Het dossier is weer open. Reden: {why}")
    fact = DossierReopenedV1(
        dossier_id=dossier.id,
        reference=dossier.reference,
        title=dossier.title,
        why=why,
        handover_id=handover_id,
        silent_party_id=silent and silent.party_id,
        silent_party_name=silent and silent.party_name,
    )
    await outbox.add(session, fact)

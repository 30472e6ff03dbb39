"""Outside bodies: who they are, what went to them, what came back."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import REOPENS, DossierState, Section
from services.research.handlers.held import record
from services.research.handlers.outcome import reopen_dossier
from services.research.repository import dossiers, entries, projections
from services.research.tables import Dossier, Finding
from shared.contracts.escalation import (
    HandoverAnsweredV1,
    HandoverFact,
    HandoverRemindedV1,
    HandoverSentV1,
    HandoverWentSilentV1,
)
from shared.contracts.knowledge import PartyListedV1
from shared.contracts.mornings import MoveAfter
from shared.dutch import date_text
from shared.ids import new_id
from shared.messaging.failures import TooEarly

SYSTEM = "RegelWijzer"


async def keep_party(session: AsyncSession, fact: PartyListedV1, listed_at: datetime) -> None:
    """Remember an organisation, for choosing where a dossier goes."""
    values = fact.model_dump(include={"name", "abbreviation", "takes_handovers", "retired"})
    await projections.keep_party(session, fact.party_id, {**values, "listed_at": listed_at})


async def handover_sent(session: AsyncSession, fact: HandoverSentV1, sent_at: datetime) -> None:
    """The package went out. Handovers of a single report are not ours. Raises TooEarly."""
    dossier = await _dossier_behind(session, fact)
    if dossier is None:
        return
    await projections.keep_handover_sent(session, fact.handover_id, _known(fact), sent_at, fact.answer_by)
    if _waits_for(dossier, fact):
        dossier.handover_sent_at = sent_at
    text = f"Stuurde {fact.reference} naar {fact.party_name}. Antwoord verwacht voor {date_text(fact.answer_by)}."
    await record(session, dossier, fact.sent_by, text)


async def handover_answered(session: AsyncSession, fact: HandoverAnsweredV1, answered_at: datetime) -> None:
    """The body answered: that is a finding, and unless they took it on the team is aan zet again. Raises TooEarly."""
    dossier = await _dossier_behind(session, fact)
    if dossier is None:
        return
    await projections.keep_handover_answered(session, fact.handover_id, _known(fact), answered_at, fact.answer.value)
    await _add_finding(session, dossier, fact, answered_at)
    if REOPENS[fact.answer] and _waits_for(dossier, fact):
        why = f"{fact.party_name} antwoordde."
        await reopen_dossier(session, dossier, fact.party_name, why, fact.handover_id)
    elif fact.after_silence and dossier.state == DossierState.RESEARCHING:
        dossier.came_back = MoveAfter.ANSWERED.value


async def handover_reminded(session: AsyncSession, fact: HandoverRemindedV1) -> None:
    """The body was asked again. Raises TooEarly."""
    dossier = await _dossier_behind(session, fact)
    if dossier:
        await record(session, dossier, SYSTEM, f"Stuurde {fact.party_name} een herinnering ({fact.reference}).")


async def handover_went_silent(session: AsyncSession, fact: HandoverWentSilentV1, silent_at: datetime) -> None:
    """The body did not answer in time: the team is aan zet again, if the dossier still waits for that. Raises TooEarly.

    What was concluded since then is about another handover.
    """
    dossier = await _dossier_behind(session, fact)
    if dossier is None:
        return
    await record(session, dossier, SYSTEM, f"{fact.party_name} gaf geen antwoord op {fact.reference}.")
    if _waits_for(dossier, fact) and dossier.concluded_at and dossier.concluded_at <= silent_at:
        why = f"{fact.party_name} gaf geen antwoord."
        await reopen_dossier(session, dossier, SYSTEM, why, fact.handover_id, silent=fact)


async def _dossier_behind(session: AsyncSession, fact: HandoverFact) -> Dossier | None:
    if fact.dossier_id is None:
        return None
    dossier = await dossiers.by_id(session, fact.dossier_id)
    if dossier is None:
        raise TooEarly(f"dossier {fact.dossier_id} is not known yet")
    return dossier


def _waits_for(dossier: Dossier, fact: HandoverFact) -> bool:
    # The team may have reopened it since, or sent it to another body.
    return dossier.state == DossierState.HANDED_OVER and dossier.party_id == fact.party_id


def _known(fact: HandoverFact) -> dict[str, Any]:
    return fact.model_dump(include={"dossier_id", "reference", "party_name"})


async def _add_finding(
    session: AsyncSession, dossier: Dossier, fact: HandoverAnsweredV1, answered_at: datetime
) -> None:
    finding = Finding(
        id=new_id(),
        dossier_id=dossier.id,
        version=0,
        claim=f"{fact.party_name}: {fact.public_text}",
        source=f"Antwoord op {fact.reference}, {date_text(answered_at)}",
        added_by=fact.party_name,
        added_at=answered_at,
    )
    await entries.add(session, finding)
    text = f"{fact.answer.label}: {fact.public_text}"
    await record(session, dossier, fact.party_name, text, Section.FINDING, finding.id)

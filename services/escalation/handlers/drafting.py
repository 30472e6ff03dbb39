"""A decision elsewhere becomes a draft; what goes out is up to a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation import domain, drafts
from services.escalation.domain import HandoverState, move
from services.escalation.handlers import withdrawing
from services.escalation.handlers.held import record
from services.escalation.repository import handovers, projections
from services.escalation.tables import Handover
from shared import clock
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.knowledge import ContactsListedV1, PartyListedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import HandoverDecidedV1
from shared.contracts.vocabulary import Outcome
from shared.database.counters import next_number
from shared.ids import new_id
from shared.messaging.erasing import is_erased
from shared.messaging.failures import TooEarly

_KEPT = {"reference", "title", "story", "imposed_by", "organisation", "minutes_per_month"}


async def keep_report(session: AsyncSession, fact: ReportSubmittedV1) -> None:
    """Remember a report, for when it is handed over on its own."""
    attempts = [attempt.value for attempt in fact.own_attempts]
    kept = fact.model_dump(mode="json", include=_KEPT)
    await projections.keep_report(session, {"id": fact.report_id, "own_attempts": attempts, **kept})


async def keep_party(session: AsyncSession, fact: PartyListedV1, listed_at: datetime) -> None:
    """Remember an organisation."""
    values = fact.model_dump(include={"name", "abbreviation", "takes_handovers", "retired"})
    await projections.keep_party(session, fact.party_id, {**values, "listed_at": listed_at})


async def keep_contacts(session: AsyncSession, fact: ContactsListedV1) -> None:
    """Remember who speaks for an organisation; whom we wrote to before is forgotten when somebody took them away."""
    contacts = [contact.model_dump(mode="json") for contact in fact.contacts]
    await projections.keep_listed_contacts(session, fact.party_id, fact.revision, contacts)
    addresses = [contact["email"] for contact in await projections.listed_contacts(session, fact.party_id)]
    await projections.forget_contact(session, fact.party_id, but=addresses)


async def draft_for_report(session: AsyncSession, fact: HandoverDecidedV1, decided_at: datetime) -> None:
    """Triage sends one report on, unless it was erased since. Raises TooEarly."""
    if await is_erased(session, fact.report_id):
        return
    report = await projections.report(session, fact.report_id)
    if report is None:
        raise TooEarly(f"report {fact.report_id} is not known yet")
    start = {"report_id": report.id, "party_id": fact.party_id, "party_name": fact.party_name}
    handover = await _draft(session, decided_at, {**start, **drafts.from_report(report)})
    text = f"Besloot melding {report.reference} door te zetten. Reden: {fact.reason}"
    await record(session, handover, fact.decided_by, text)
    if report.withdrawn_at:
        await withdrawing.tell(session, handover)


async def draft_for_dossier(session: AsyncSession, fact: DossierConcludedV1, concluded_at: datetime) -> None:
    """Research hands a dossier over, unless it was opened again since."""
    if fact.outcome is not Outcome.HANDED_OVER or fact.party_id is None:
        return
    reopened_at = await projections.reopened_at(session, fact.dossier_id)
    if reopened_at and reopened_at > concluded_at:
        return
    start = {
        "dossier_id": fact.dossier_id,
        "dossier_reference": fact.reference,
        "party_id": fact.party_id,
        "party_name": fact.party_name or "",
    }
    handover = await _draft(session, concluded_at, {**start, **drafts.from_dossier(fact)})
    await record(session, handover, fact.concluded_by, f"Besloot dossier {fact.reference} door te zetten.")


async def withdraw_drafts(session: AsyncSession, fact: DossierReopenedV1, reopened_at: datetime) -> None:
    """The team works on the dossier again: what was not sent yet is out of date."""
    await projections.keep_reopened(session, fact.dossier_id, reopened_at)
    for handover in await handovers.drafts_of(session, fact.dossier_id):
        if handover.created_at < reopened_at:
            handover.state = move(HandoverState.DRAFT, HandoverState.CLOSED).value
            await record(session, handover, "RegelWijzer", f"Niet verstuurd: dossier {fact.reference} is weer open.")


async def _draft(session: AsyncSession, decided_at: datetime, fields: dict[str, Any]) -> Handover:
    year = clock.local_day(decided_at).year
    handover = Handover(
        id=new_id(),
        reference=domain.reference(year, await next_number(session, year)),
        state=HandoverState.DRAFT.value,
        created_at=decided_at,
        changed_at=decided_at,
        **await _remembered_contact(session, fields["party_id"]),
        **fields,
    )
    await handovers.add(session, handover)
    return handover


async def _remembered_contact(session: AsyncSession, party_id: UUID) -> dict[str, Any]:
    if last := await projections.contact(session, party_id):
        return {"contact_name": last.name, "contact_email": last.email}
    listed = await projections.listed_contacts(session, party_id)
    # Who is asked about everything before who is asked about some things.
    first = min(listed, key=lambda one: bool(one["themes"]), default=None)
    return {"contact_name": first["name"], "contact_email": first["email"]} if first else {}

"""What escalation hears, and who deals with it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.handlers import drafting, erasing, hiding, mornings, sending, withdrawing
from shared.contracts.accounts import MorningBegunV1
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import ReportErasedV1, ReportSubmittedV1, ReportWithdrawnV1, WordsHiddenV1
from shared.contracts.knowledge import ContactsListedV1, PartyListedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import HandoverDecidedV1
from shared.messaging.subscribing import FactSubscribers
from shared.privacy.projection import follow_allowed_names
from shared.staff.projection import follow_staff
from shared.terms.projection import follow_terms

facts = FactSubscribers("escalation")
follow_staff(facts)
follow_allowed_names(facts)
follow_terms(facts)


@facts.hears(ReportSubmittedV1)
async def on_report_submitted(session: AsyncSession, event: CloudEvent[ReportSubmittedV1]) -> None:
    """Remember the report."""
    await drafting.keep_report(session, event.data)


@facts.hears(WordsHiddenV1)
async def on_words_hidden(session: AsyncSession, event: CloudEvent[WordsHiddenV1]) -> None:
    """Take the piece out of what is kept of it."""
    await hiding.hide(session, event.data)


@facts.hears(ReportErasedV1)
async def on_report_erased(session: AsyncSession, event: CloudEvent[ReportErasedV1]) -> None:
    """Empty what is kept of it."""
    await erasing.erase(session, event.data, event.time)


@facts.hears(ReportWithdrawnV1)
async def on_report_withdrawn(session: AsyncSession, event: CloudEvent[ReportWithdrawnV1]) -> None:
    """Send nothing about it any more."""
    await withdrawing.take_back(session, event.data, event.time)


@facts.hears(HandoverDecidedV1)
async def on_handover_decided(session: AsyncSession, event: CloudEvent[HandoverDecidedV1]) -> None:
    """Start a package for one report."""
    await drafting.draft_for_report(session, event.data, event.time)


@facts.hears(DossierConcludedV1)
async def on_dossier_concluded(session: AsyncSession, event: CloudEvent[DossierConcludedV1]) -> None:
    """Start a package for a dossier that is handed over."""
    await drafting.draft_for_dossier(session, event.data, event.time)


@facts.hears(DossierReopenedV1)
async def on_dossier_reopened(session: AsyncSession, event: CloudEvent[DossierReopenedV1]) -> None:
    """Take back what was not sent yet."""
    await drafting.withdraw_drafts(session, event.data, event.time)


@facts.hears(PartyListedV1)
async def on_party_listed(session: AsyncSession, event: CloudEvent[PartyListedV1]) -> None:
    """Remember the organisation."""
    await drafting.keep_party(session, event.data, event.time)


@facts.hears(ContactsListedV1)
async def on_contacts_listed(session: AsyncSession, event: CloudEvent[ContactsListedV1]) -> None:
    """Who speaks for it, new or changed."""
    await drafting.keep_contacts(session, event.data)


@facts.hears(MailSettledV1)
async def on_mail_settled(session: AsyncSession, event: CloudEvent[MailSettledV1]) -> None:
    """Note how the mail of a package fared."""
    await sending.mail_settled(session, event.data, event.time)


@facts.hears(MorningBegunV1)
async def on_morning_begun(session: AsyncSession, event: CloudEvent[MorningBegunV1]) -> None:
    """Say what waits for a member."""
    await mornings.list_handovers(session, event.data)

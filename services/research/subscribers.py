"""What research hears, and who deals with it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.handlers import (
    checking,
    erasing,
    hiding,
    inviting,
    linking,
    mornings,
    outside,
    publishing,
    withdrawing,
)
from shared.contracts.accounts import MorningBegunV1
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.escalation import (
    HandoverAnsweredV1,
    HandoverRemindedV1,
    HandoverSentV1,
    HandoverWentSilentV1,
)
from shared.contracts.intake import (
    AdditionGivenV1,
    CheckAnsweredV1,
    ReportErasedV1,
    ReportSubmittedV1,
    ReportWithdrawnV1,
    WordsHiddenV1,
)
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.triage import ReportLinkedV1, ReportUnlinkedV1
from shared.messaging.subscribing import FactSubscribers
from shared.privacy.projection import follow_allowed_names
from shared.staff.projection import follow_staff
from shared.themes.projection import follow_themes

facts = FactSubscribers("research")
follow_staff(facts)
follow_allowed_names(facts)
follow_themes(facts)


@facts.hears(ReportSubmittedV1)
async def on_report_submitted(session: AsyncSession, event: CloudEvent[ReportSubmittedV1]) -> None:
    """Remember the report."""
    await linking.keep_report(session, event.data)


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
    """Count it no more."""
    await withdrawing.take_back(session, event.data, event.time)


@facts.hears(ReportLinkedV1)
async def on_report_linked(session: AsyncSession, event: CloudEvent[ReportLinkedV1]) -> None:
    """Put it under its dossier."""
    await linking.link_report(session, event.data, event.time)


@facts.hears(ReportUnlinkedV1)
async def on_report_unlinked(session: AsyncSession, event: CloudEvent[ReportUnlinkedV1]) -> None:
    """Count it there no more."""
    await linking.unlink_report(session, event.data, event.time)


@facts.hears(AdditionGivenV1)
async def on_addition_given(session: AsyncSession, event: CloudEvent[AdditionGivenV1]) -> None:
    """Remember what was added."""
    await linking.keep_addition(session, event.data, event.time)


@facts.hears(CheckAnsweredV1)
async def on_check_answered(session: AsyncSession, event: CloudEvent[CheckAnsweredV1]) -> None:
    """Count whether it is really solved."""
    await checking.keep_answer(session, event.data, event.time)


@facts.hears(MailSettledV1)
async def on_mail_settled(session: AsyncSession, event: CloudEvent[MailSettledV1]) -> None:
    """Note how an invitation fared."""
    await inviting.settle(session, event.data, event.time)


@facts.hears(PartyListedV1)
async def on_party_listed(session: AsyncSession, event: CloudEvent[PartyListedV1]) -> None:
    """Remember the organisation."""
    await outside.keep_party(session, event.data, event.time)


@facts.hears(ItemPublishedV1)
async def on_item_published(session: AsyncSession, event: CloudEvent[ItemPublishedV1]) -> None:
    """Note how an agreement stands in the knowledge base."""
    await publishing.keep_item(session, event.data)


@facts.hears(HandoverSentV1)
async def on_handover_sent(session: AsyncSession, event: CloudEvent[HandoverSentV1]) -> None:
    """Note that the dossier went out."""
    await outside.handover_sent(session, event.data, event.time)


@facts.hears(HandoverRemindedV1)
async def on_handover_reminded(session: AsyncSession, event: CloudEvent[HandoverRemindedV1]) -> None:
    """Note that the body was asked again."""
    await outside.handover_reminded(session, event.data)


@facts.hears(HandoverWentSilentV1)
async def on_handover_went_silent(session: AsyncSession, event: CloudEvent[HandoverWentSilentV1]) -> None:
    """Work on the dossier again."""
    await outside.handover_went_silent(session, event.data, event.time)


@facts.hears(HandoverAnsweredV1)
async def on_handover_answered(session: AsyncSession, event: CloudEvent[HandoverAnsweredV1]) -> None:
    """Take the answer into the dossier."""
    await outside.handover_answered(session, event.data, event.time)


@facts.hears(MorningBegunV1)
async def on_morning_begun(session: AsyncSession, event: CloudEvent[MorningBegunV1]) -> None:
    """Say what its member has to do."""
    await mornings.list_tasks(session, event.data)

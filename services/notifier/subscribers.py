"""What the notifier hears."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.handlers import erasing, hiding, inviting, learning, linking, mailing, mornings, telling
from shared.contracts.accounts import LinkAskedV1, ListAddressedV1
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.escalation import (
    HandoverAnsweredV1,
    HandoverErasedV1,
    HandoverListMadeV1,
    HandoverSentV1,
    HandoverWordsHiddenV1,
    PackageAddressedV1,
)
from shared.contracts.intake import (
    AnswerGivenV1,
    CheckFellDueV1,
    ContactGivenV1,
    LetterAskedV1,
    MailsChosenV1,
    ReminderFellDueV1,
    ReopeningRequestedV1,
    ReportErasedV1,
    ReporterPseudonymisedV1,
    ReportSubmittedV1,
    ReportWithdrawnV1,
    WordsHiddenV1,
)
from shared.contracts.knowledge import AgreementAnnouncedV1, ItemPublishedV1, PartyListedV1
from shared.contracts.research import (
    DossierConcludedV1,
    DossierOpenedV1,
    DossierReopenedV1,
    InvitationAddressedV1,
    ReportMovedV1,
    TaskListMadeV1,
)
from shared.contracts.triage import (
    CaseListMadeV1,
    HandoverDecidedV1,
    HandoverFollowedV1,
    QuestionAskedV1,
    QuestionRemindedV1,
    ReopeningRefusedV1,
    ReportAnsweredV1,
    ReportClosedV1,
    ReportDelayedV1,
    ReportLinkedV1,
    ReportLookedIntoV1,
    ReportReferredV1,
    ReportReopenedV1,
    ReportReturnedV1,
    ReportUnlinkedV1,
)
from shared.messaging.subscribing import FactSubscribers
from shared.privacy.projection import follow_allowed_names
from shared.staff.projection import follow_staff
from shared.terms.projection import follow_terms

facts = FactSubscribers("notifier")
follow_staff(facts)
follow_allowed_names(facts)
follow_terms(facts)

facts.hears(ReportSubmittedV1)(telling.receive_report)
facts.hears(AnswerGivenV1)(telling.tell_about_report)
facts.hears(ReminderFellDueV1)(telling.tell_about_report)
facts.hears(CheckFellDueV1)(telling.tell_about_report)
facts.hears(ReopeningRequestedV1)(telling.tell_about_report)
facts.hears(QuestionAskedV1)(telling.tell_about_report)
facts.hears(ReportAnsweredV1)(telling.tell_about_report)
facts.hears(ReportReferredV1)(telling.tell_about_report)
facts.hears(HandoverDecidedV1)(telling.tell_about_report)
facts.hears(HandoverFollowedV1)(telling.tell_about_report)
facts.hears(ReportLookedIntoV1)(telling.tell_about_report)
facts.hears(ReportClosedV1)(telling.tell_about_report)
facts.hears(ReportDelayedV1)(telling.tell_about_report)
facts.hears(QuestionRemindedV1)(telling.tell_of_question)
facts.hears(ReportReturnedV1)(telling.tell_of_return)
facts.hears(ReportReopenedV1)(telling.tell_about_report)
facts.hears(ReopeningRefusedV1)(telling.tell_about_report)
facts.hears(ReportLinkedV1)(linking.link_report)
facts.hears(ReportUnlinkedV1)(linking.unlink_report)
facts.hears(ReportMovedV1)(linking.move_report)
facts.hears(DossierConcludedV1)(telling.tell_dossier)
facts.hears(DossierReopenedV1)(telling.tell_dossier)
facts.hears(AgreementAnnouncedV1)(telling.tell_dossier)
facts.hears(HandoverSentV1)(telling.tell_handover)
facts.hears(HandoverAnsweredV1)(telling.tell_handover)


@facts.hears(ContactGivenV1)
async def on_contact_given(session: AsyncSession, event: CloudEvent[ContactGivenV1]) -> None:
    await learning.keep_contact(session, event.data, event.time)


@facts.hears(LetterAskedV1)
async def on_letter_asked(session: AsyncSession, event: CloudEvent[LetterAskedV1]) -> None:
    await mailing.prepare_letter(session, event.data)


@facts.hears(LinkAskedV1)
async def on_link_asked(session: AsyncSession, event: CloudEvent[LinkAskedV1]) -> None:
    await mailing.prepare_letter(session, event.data)


@facts.hears(MailsChosenV1)
async def on_mails_chosen(session: AsyncSession, event: CloudEvent[MailsChosenV1]) -> None:
    await learning.keep_mail_choice(session, event.data, event.time)


@facts.hears(ItemPublishedV1)
async def on_item_published(session: AsyncSession, event: CloudEvent[ItemPublishedV1]) -> None:
    await learning.keep_item(session, event.data)


@facts.hears(PartyListedV1)
async def on_party_listed(session: AsyncSession, event: CloudEvent[PartyListedV1]) -> None:
    await learning.keep_party(session, event.data, event.time)


@facts.hears(DossierOpenedV1)
async def on_dossier_opened(session: AsyncSession, event: CloudEvent[DossierOpenedV1]) -> None:
    await learning.keep_dossier(session, event.data, event.time)


@facts.hears(PackageAddressedV1)
async def on_package_addressed(session: AsyncSession, event: CloudEvent[PackageAddressedV1]) -> None:
    await mailing.prepare_package(session, event.id, event.data)


@facts.hears(InvitationAddressedV1)
async def on_invitation_addressed(session: AsyncSession, event: CloudEvent[InvitationAddressedV1]) -> None:
    await inviting.invite(session, event.data)


@facts.hears(ListAddressedV1)
async def on_list_addressed(session: AsyncSession, event: CloudEvent[ListAddressedV1]) -> None:
    await mornings.address(session, event.data)


@facts.hears(CaseListMadeV1)
async def on_case_list_made(session: AsyncSession, event: CloudEvent[CaseListMadeV1]) -> None:
    await mornings.keep_cases(session, event.data)


@facts.hears(TaskListMadeV1)
async def on_task_list_made(session: AsyncSession, event: CloudEvent[TaskListMadeV1]) -> None:
    await mornings.keep_tasks(session, event.data)


@facts.hears(HandoverListMadeV1)
async def on_handover_list_made(session: AsyncSession, event: CloudEvent[HandoverListMadeV1]) -> None:
    await mornings.keep_handovers(session, event.data)


@facts.hears(ReportErasedV1)
async def on_report_erased(session: AsyncSession, event: CloudEvent[ReportErasedV1]) -> None:
    await erasing.erase_report(session, event.data, event.time)


@facts.hears(WordsHiddenV1)
async def on_words_hidden(session: AsyncSession, event: CloudEvent[WordsHiddenV1]) -> None:
    await hiding.hide_in_report(session, event.data)


@facts.hears(HandoverWordsHiddenV1)
async def on_handover_words_hidden(session: AsyncSession, event: CloudEvent[HandoverWordsHiddenV1]) -> None:
    await hiding.hide_in_handover(session, event.data)


@facts.hears(ReportWithdrawnV1)
async def on_report_withdrawn(session: AsyncSession, event: CloudEvent[ReportWithdrawnV1]) -> None:
    await erasing.withdraw(session, event.data, event.time)


@facts.hears(HandoverErasedV1)
async def on_handover_erased(session: AsyncSession, event: CloudEvent[HandoverErasedV1]) -> None:
    await erasing.erase_handover(session, event.data, event.time)


@facts.hears(ReporterPseudonymisedV1)
async def on_reporter_pseudonymised(session: AsyncSession, event: CloudEvent[ReporterPseudonymisedV1]) -> None:
    await erasing.pseudonymise(session, event.data, event.time)

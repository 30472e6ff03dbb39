from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.handlers import (
    additions,
    addressing,
    cases,
    erasing,
    erasing_files,
    handovers,
    hiding,
    known,
    likeness,
    mornings,
    moving,
    reopening,
    told,
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
    AddressGivenV1,
    AnswerGivenV1,
    AttachmentErasedV1,
    CheckAnsweredV1,
    LikenessFoundV1,
    PersonalDataSeenV1,
    ReopeningRequestedV1,
    ReportErasedV1,
    ReportSubmittedV1,
    ReportWithdrawnV1,
    WordsHiddenV1,
)
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.research import (
    DossierConcludedV1,
    DossierMergedV1,
    DossierOpenedV1,
    DossierReopenedV1,
    ReportMovedV1,
)
from shared.messaging.subscribing import FactSubscribers
from shared.privacy.projection import follow_allowed_names
from shared.staff.projection import follow_staff
from shared.terms.projection import follow_terms
from shared.themes.projection import follow_themes

facts = FactSubscribers("triage")
follow_staff(facts)
follow_allowed_names(facts)
follow_terms(facts)
follow_themes(facts)


@facts.hears(ReportSubmittedV1)
async def on_report_submitted(session: AsyncSession, event: CloudEvent[ReportSubmittedV1]) -> None:
    await cases.open_case(session, event.data)


@facts.hears(ReportErasedV1)
async def on_report_erased(session: AsyncSession, event: CloudEvent[ReportErasedV1]) -> None:
    await erasing.erase(session, event.data, event.time)


@facts.hears(AttachmentErasedV1)
async def on_attachment_erased(session: AsyncSession, event: CloudEvent[AttachmentErasedV1]) -> None:
    await erasing_files.erase(session, event.data, event.time)


@facts.hears(WordsHiddenV1)
async def on_words_hidden(session: AsyncSession, event: CloudEvent[WordsHiddenV1]) -> None:
    await hiding.hide(session, event.data, event.time)


@facts.hears(ReportWithdrawnV1)
async def on_report_withdrawn(session: AsyncSession, event: CloudEvent[ReportWithdrawnV1]) -> None:
    await withdrawing.take_back(session, event.data, event.time)


@facts.hears(AnswerGivenV1)
async def on_answer_given(session: AsyncSession, event: CloudEvent[AnswerGivenV1]) -> None:
    await cases.take_answer(session, event.data, event.time)


@facts.hears(AdditionGivenV1)
async def on_addition_given(session: AsyncSession, event: CloudEvent[AdditionGivenV1]) -> None:
    await additions.take_addition(session, event.data, event.time)


@facts.hears(AddressGivenV1)
async def on_address_given(session: AsyncSession, event: CloudEvent[AddressGivenV1]) -> None:
    await addressing.note_address(session, event.data)


@facts.hears(LikenessFoundV1)
async def on_likeness_found(session: AsyncSession, event: CloudEvent[LikenessFoundV1]) -> None:
    await likeness.keep(session, event.data, event.time)


@facts.hears(CheckAnsweredV1)
async def on_check_answered(session: AsyncSession, event: CloudEvent[CheckAnsweredV1]) -> None:
    await reopening.take_check_answer(session, event.data, event.time)


@facts.hears(ReopeningRequestedV1)
async def on_reopening_requested(session: AsyncSession, event: CloudEvent[ReopeningRequestedV1]) -> None:
    await reopening.take_request(session, event.data, event.time)


@facts.hears(HandoverSentV1)
async def on_handover_sent(session: AsyncSession, event: CloudEvent[HandoverSentV1]) -> None:
    await handovers.handover_sent(session, event.data, event.time)


@facts.hears(HandoverRemindedV1)
async def on_handover_reminded(session: AsyncSession, event: CloudEvent[HandoverRemindedV1]) -> None:
    await handovers.handover_reminded(session, event.data)


@facts.hears(HandoverWentSilentV1)
async def on_handover_went_silent(session: AsyncSession, event: CloudEvent[HandoverWentSilentV1]) -> None:
    await handovers.handover_went_silent(session, event.data, event.time)


@facts.hears(HandoverAnsweredV1)
async def on_handover_answered(session: AsyncSession, event: CloudEvent[HandoverAnsweredV1]) -> None:
    await handovers.handover_answered(session, event.data)


@facts.hears(DossierOpenedV1)
async def on_dossier_opened(session: AsyncSession, event: CloudEvent[DossierOpenedV1]) -> None:
    await cases.dossier_opened(session, event.data, event.time)


@facts.hears(DossierConcludedV1)
async def on_dossier_concluded(session: AsyncSession, event: CloudEvent[DossierConcludedV1]) -> None:
    await cases.dossier_concluded(session, event.data, event.time)


@facts.hears(DossierMergedV1)
async def on_dossier_merged(session: AsyncSession, event: CloudEvent[DossierMergedV1]) -> None:
    await moving.dossier_merged(session, event.data, event.time)


@facts.hears(ReportMovedV1)
async def on_report_moved(session: AsyncSession, event: CloudEvent[ReportMovedV1]) -> None:
    await moving.report_moved(session, event.data, event.time)


@facts.hears(DossierReopenedV1)
async def on_dossier_reopened(session: AsyncSession, event: CloudEvent[DossierReopenedV1]) -> None:
    await cases.dossier_reopened(session, event.data, event.time)
    await reopening.follow_dossier(session, event.data, event.time)


@facts.hears(NoticeIssuedV1)
async def on_notice_issued(session: AsyncSession, event: CloudEvent[NoticeIssuedV1]) -> None:
    await told.keep_notice(session, event.data)


@facts.hears(MailSettledV1)
async def on_mail_settled(session: AsyncSession, event: CloudEvent[MailSettledV1]) -> None:
    await told.keep_mail(session, event.data, event.time)


@facts.hears(PersonalDataSeenV1)
async def on_personal_data_seen(session: AsyncSession, event: CloudEvent[PersonalDataSeenV1]) -> None:
    await told.note_look(session, event.data, event.time)


@facts.hears(ItemPublishedV1)
async def on_item_published(session: AsyncSession, event: CloudEvent[ItemPublishedV1]) -> None:
    await known.keep_item(session, event.data)


@facts.hears(PartyListedV1)
async def on_party_listed(session: AsyncSession, event: CloudEvent[PartyListedV1]) -> None:
    await known.keep_party(session, event.data, event.time)


@facts.hears(MorningBegunV1)
async def on_morning_begun(session: AsyncSession, event: CloudEvent[MorningBegunV1]) -> None:
    await mornings.list_cases(session, event.data)

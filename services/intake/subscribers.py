from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.domain import Sign
from services.intake.handlers import checks, conversation, desk, erasing, hiding, knowing, sweeping
from services.intake.repository import suggesting
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.escalation import HandoverErasedV1, HandoverWordsHiddenV1
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.research import (
    DossierConcludedV1,
    DossierMergedV1,
    DossierOpenedV1,
    DossierReopenedV1,
    ReportMovedV1,
)
from shared.contracts.triage import (
    CaseOpenedV1,
    QuestionAskedV1,
    ReopeningRefusedV1,
    ReportAnsweredV1,
    ReportClosedV1,
    ReportLinkedV1,
    ReportReopenedV1,
    ReportUnlinkedV1,
)
from shared.messaging.subscribing import FactSubscribers
from shared.privacy.projection import follow_allowed_names
from shared.staff.projection import follow_staff
from shared.terms.projection import follow_terms

facts = FactSubscribers("intake")
follow_staff(facts)
follow_allowed_names(facts)
follow_terms(facts)


@facts.hears(QuestionAskedV1)
async def on_question_asked(session: AsyncSession, event: CloudEvent[QuestionAskedV1]) -> None:
    await conversation.take_question(session, event.data, event.time)


@facts.hears(NoticeIssuedV1)
async def on_notice_issued(session: AsyncSession, event: CloudEvent[NoticeIssuedV1]) -> None:
    await conversation.take_notice(session, event.data)
    await checks.plan_checks(session, event.data)


@facts.hears(MailSettledV1)
async def on_mail_settled(session: AsyncSession, event: CloudEvent[MailSettledV1]) -> None:
    await conversation.take_mail_state(session, event.data, event.time)
    await sweeping.take_sign(session, event.data.about_id, Sign.MAIL)


@facts.hears(CaseOpenedV1)
async def on_case_opened(session: AsyncSession, event: CloudEvent[CaseOpenedV1]) -> None:
    await sweeping.take_sign(session, event.data.report_id, Sign.CASE)


@facts.hears(ReportReopenedV1)
async def on_report_reopened(session: AsyncSession, event: CloudEvent[ReportReopenedV1]) -> None:
    await checks.take_reopening(session, event.data, event.time)
    await knowing.keep_report(session, event.data.report_id, event.time)


@facts.hears(ReopeningRefusedV1)
async def on_reopening_refused(session: AsyncSession, event: CloudEvent[ReopeningRefusedV1]) -> None:
    await checks.take_refusal(session, event.data, event.time)


@facts.hears(HandoverErasedV1)
async def on_handover_erased(session: AsyncSession, event: CloudEvent[HandoverErasedV1]) -> None:
    await erasing.clear_handover(session, event.data.handover_id)


@facts.hears(HandoverWordsHiddenV1)
async def on_handover_words_hidden(session: AsyncSession, event: CloudEvent[HandoverWordsHiddenV1]) -> None:
    await hiding.hide_in_handover(session, event.data)


@facts.hears(ReportSubmittedV1)
async def on_report_submitted(session: AsyncSession, event: CloudEvent[ReportSubmittedV1]) -> None:
    # Our own: whoever sends a report does not wait until others find it.
    await knowing.keep_report(session, event.data.report_id, event.data.submitted_at)


@facts.hears(ReportLinkedV1)
async def on_report_linked(session: AsyncSession, event: CloudEvent[ReportLinkedV1]) -> None:
    await knowing.link_report(session, event.data.report_id, event.data.dossier_id, event.time)


@facts.hears(ReportUnlinkedV1)
async def on_report_unlinked(session: AsyncSession, event: CloudEvent[ReportUnlinkedV1]) -> None:
    await knowing.unlink_report(session, event.data.report_id, event.time)


@facts.hears(ReportAnsweredV1)
async def on_report_answered(session: AsyncSession, event: CloudEvent[ReportAnsweredV1]) -> None:
    await knowing.link_report(session, event.data.report_id, event.data.item_id, event.time)


@facts.hears(ReportClosedV1)
async def on_report_closed(session: AsyncSession, event: CloudEvent[ReportClosedV1]) -> None:
    await knowing.close_report(session, event.data.report_id, event.time)


@facts.hears(ItemPublishedV1)
async def on_item_published(session: AsyncSession, event: CloudEvent[ItemPublishedV1]) -> None:
    await knowing.keep_item(session, event.data, event.time)


@facts.hears(DossierOpenedV1)
async def on_dossier_opened(session: AsyncSession, event: CloudEvent[DossierOpenedV1]) -> None:
    await knowing.keep_dossier(session, event.data, event.time)


@facts.hears(DossierConcludedV1)
async def on_dossier_concluded(session: AsyncSession, event: CloudEvent[DossierConcludedV1]) -> None:
    await knowing.keep_dossier(session, event.data, event.time)
    await desk.keep_conclusion(session, event.data, event.time)


@facts.hears(DossierMergedV1)
async def on_dossier_merged(session: AsyncSession, event: CloudEvent[DossierMergedV1]) -> None:
    """It is shown to nobody any more."""
    await knowing.keep_dossier(session, event.data, event.time)


@facts.hears(ReportMovedV1)
async def on_report_moved(session: AsyncSession, event: CloudEvent[ReportMovedV1]) -> None:
    """Its words lead to another dossier."""
    await knowing.move_report(session, event.data.report_id, event.data.dossier_id, event.time)


@facts.hears(DossierReopenedV1)
async def on_dossier_reopened(session: AsyncSession, event: CloudEvent[DossierReopenedV1]) -> None:
    await knowing.keep_dossier(session, event.data, event.time)
    await desk.take_conclusion_back(session, event.data, event.time)


@facts.hears(PartyListedV1)
async def on_party_listed(session: AsyncSession, event: CloudEvent[PartyListedV1]) -> None:
    await suggesting.keep_party(session, event.data, event.time)

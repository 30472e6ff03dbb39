"""Turns facts into notices: one for each reporter each fact matters to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.handlers import mailing
from services.notifier.notices import ANSWERS, LINKED, Known, told_of
from services.notifier.repository import known, mails, told
from services.notifier.silences import (
    ANSWERED_ALREADY,
    FORGOTTEN,
    NO_ADDRESS,
    NO_REPORTS,
    WITHDRAWN,
    can_be_spared,
    is_said_by_itself,
    silence_about,
    why_no_mail,
)
from services.notifier.tables import Name, Report
from services.notifier.wording import Notice, Silence
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.escalation import HandoverAnsweredV1, HandoverFact, HandoverSentV1
from shared.contracts.intake import (
    AnswerGivenV1,
    CheckFellDueV1,
    ReminderFellDueV1,
    ReopeningRequestedV1,
    ReportSubmittedV1,
)
from shared.contracts.knowledge import AgreementAnnouncedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.triage import (
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
)
from shared.contracts.vocabulary import MailChoice, ReturnReason
from shared.messaging import outbox
from shared.messaging.erasing import hold_words
from shared.messaging.failures import TooEarly

SAID_TO_ALL: dict[str, type[Fact]] = {
    kind.SUBJECT: kind for kind in (
        AgreementAnnouncedV1, DossierConcludedV1, DossierReopenedV1, HandoverSentV1, HandoverAnsweredV1,
    )
}  # fmt: skip

AboutReport = TypeVar(
    "AboutReport",
    AnswerGivenV1,
    CheckFellDueV1,
    ReminderFellDueV1,
    ReopeningRequestedV1,
    QuestionAskedV1,
    ReportAnsweredV1,
    ReportReferredV1,
    HandoverDecidedV1,
    HandoverFollowedV1,
    ReportClosedV1,
    ReportDelayedV1,
    ReportLookedIntoV1,
    ReportReopenedV1,
    ReopeningRefusedV1,
)
AboutDossier = TypeVar("AboutDossier", AgreementAnnouncedV1, DossierConcludedV1, DossierReopenedV1)
AboutHandover = TypeVar("AboutHandover", HandoverSentV1, HandoverAnsweredV1)


_WITH_PARTY = (
    HandoverFact, HandoverDecidedV1, HandoverFollowedV1, ReportReferredV1, ReportReturnedV1, DossierConcludedV1,
)  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """A fact, with what makes it one of a kind and when it happened."""

    fact: Fact
    id: UUID
    at: datetime

    @classmethod
    def of(cls, event: CloudEvent[Any]) -> "Heard":
        """The fact in an event."""
        return cls(event.data, event.id, event.time)


async def receive_report(session: AsyncSession, event: CloudEvent[ReportSubmittedV1]) -> None:
    """A report came in: know it, and confirm it."""
    await known.add_report(session, event.data)
    await tell_reporter(session, Heard.of(event), event.data.report_id)


async def tell_about_report(session: AsyncSession, event: CloudEvent[AboutReport]) -> None:
    """Something happened to one report. Raises TooEarly when we have not heard of the report."""
    await tell_reporter(session, Heard.of(event), event.data.report_id)


async def tell_of_question(session: AsyncSession, event: CloudEvent[QuestionRemindedV1]) -> None:
    """A question waits for its answer, unless that is here already. Raises TooEarly."""
    await _tell_unless_answered(session, Heard.of(event), event.data.report_id, event.data.asked_at)


async def tell_of_return(session: AsyncSession, event: CloudEvent[ReportReturnedV1]) -> None:
    """A report is back at the team by itself. Raises TooEarly."""
    asked_at = event.data.waited_since if event.data.why is ReturnReason.NO_ANSWER else None
    await _tell_unless_answered(session, Heard.of(event), event.data.report_id, asked_at)


async def _tell_unless_answered(
    session: AsyncSession, heard: Heard, report_id: UUID, asked_at: datetime | None
) -> None:
    # The answer may have been on its way to triage when the term ended.
    if asked_at and await told.told_since(session, report_id, ANSWERS, asked_at):
        await stay_silent(session, heard, ANSWERED_ALREADY)
    else:
        await tell_reporter(session, heard, report_id)


async def tell_dossier(session: AsyncSession, event: CloudEvent[AboutDossier]) -> None:
    """Something is true for every report under a dossier."""
    await _tell_all(session, Heard.of(event), dossier_id=event.data.dossier_id, report_id=None)


async def tell_handover(session: AsyncSession, event: CloudEvent[AboutHandover]) -> None:
    """A handover moved: tell the report it is for, or every report under its dossier. Raises TooEarly."""
    await _tell_all(session, Heard.of(event), dossier_id=event.data.dossier_id, report_id=event.data.report_id)


async def tell_reporter(session: AsyncSession, heard: Heard, report_id: UUID) -> Report:
    """Tell the reporter of one report about a fact. Raises TooEarly when we have not heard of the report."""
    report = await known.report(session, report_id)
    if report is None:
        raise TooEarly(f"report {report_id}")
    await tell(session, heard, report)
    return report


async def around(session: AsyncSession, fact: Fact, report: Report, moment: datetime) -> Known:
    """What we know that a notice about this fact needs. Raises TooEarly when we have not heard of the item."""
    item, party = await _item(session, fact), await _party(session, fact)
    return Known(
        title=report.title,
        happened_on=clock.local_day(moment),
        party_abbreviation=party.text if party else None,
        item_is_public=item.public if item else False,
        item_has_letter=item.has_letter if item else False,
        standing=await told.standing_before(session, report.id, moment) if _depends_on_standing(fact) else None,
    )


def _depends_on_standing(fact: Fact) -> bool:
    if isinstance(fact, HandoverAnsweredV1 | HandoverFollowedV1):
        return fact.after_silence
    return isinstance(fact, AnswerGivenV1 | AgreementAnnouncedV1)


async def _tell_all(session: AsyncSession, heard: Heard, *, dossier_id: UUID | None, report_id: UUID | None) -> None:
    silence = silence_about(heard.fact)
    if silence:
        await stay_silent(session, heard, silence)
        return
    reports = []
    if report_id:
        reports.append(await tell_reporter(session, heard, report_id))
    if dossier_id:
        await known.hold_dossier(session, dossier_id)
        await known.keep_dossier_fact(session, heard.id, dossier_id, heard.fact, heard.at)
        for report in await known.reports_under(session, dossier_id):
            await tell(session, heard, report)
            reports.append(report)
    if not reports:
        await stay_silent(session, heard, NO_REPORTS)


async def stay_silent(session: AsyncSession, heard: Heard, silence: Silence) -> None:
    """Remember why a fact is told to nobody."""
    await told.add_silence(session, heard.id, heard.fact, heard.at, silence.reason)


async def tell(session: AsyncSession, heard: Heard, report: Report, *, withheld_because: str | None = None) -> None:
    """Tell one reporter about a fact, once; its mail is withheld when there is a reason.

    Also of a report that was taken back: it depends on which of the two is heard first, and should not.
    """
    if not await hold_words(session, report.id):
        return
    notice = told_of(heard.fact, await around(session, heard.fact, report, heard.at))
    notice = notice.model_copy(update={"can_be_spared": can_be_spared(heard.fact)})
    notice_id = await told.add_notice(session, report.id, heard.id, heard.at, notice)
    if notice_id is None:
        return
    await outbox.add(session, _issued(notice, notice_id, report.id, heard.at))
    # What is told now must not come in before what was held back.
    await mails.release(session, report.id, LINKED, clock.now())
    # First what was known when it happened, whatever was heard before it.
    because = (
        await _why_without_address(session, report)
        or why_no_mail(heard.fact, MailChoice.parse(report.mails))
        or withheld_because
        or _why_left(report)
    )
    await mailing.prepare_notice(
        session,
        notice_id,
        report.id,
        withheld_because=because,
        by_day=is_said_by_itself(heard.fact),
        not_before=heard.fact.undo_until if isinstance(heard.fact, ReportLinkedV1) else None,
    )


async def _why_without_address(session: AsyncSession, report: Report) -> str | None:
    # Who left had one, or was told so at the time.
    if report.by_mail or _why_left(report) or await known.contact(session, report.id):
        return None
    return NO_ADDRESS


def _why_left(report: Report) -> str | None:
    if report.pseudonymised_at:
        return FORGOTTEN
    return WITHDRAWN if report.withdrawn_at else None


def _issued(notice: Notice, notice_id: UUID, report_id: UUID, happened_at: datetime) -> NoticeIssuedV1:
    return NoticeIssuedV1(
        notice_id=notice_id,
        report_id=report_id,
        happened_at=happened_at,
        title=notice.title,
        text=notice.text,
        public_status=notice.public_status.value,
        next_actor=notice.next_actor,
        next_actor_name=notice.next_actor_name,
        expected_on=notice.expected_on,
        link_path=notice.link.path if notice.link else None,
        link_text=notice.link.text if notice.link else None,
        changes_standing=notice.changes_standing,
    )


async def _item(session: AsyncSession, fact: Fact) -> Name | None:
    if not isinstance(fact, ReportAnsweredV1):
        return None
    item = await known.name(session, fact.item_id)
    if item is None:
        # Whether the mail may point at the item's page depends on it.
        raise TooEarly(f"item {fact.item_id}")
    return item


async def _party(session: AsyncSession, fact: Fact) -> Name | None:
    if isinstance(fact, _WITH_PARTY):
        return await known.name(session, fact.party_id)
    if isinstance(fact, DossierReopenedV1):
        return await known.name(session, fact.silent_party_id)
    return None

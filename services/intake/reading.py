"""What was exchanged about a report, and how one that ended stands: what its reporter was asked, said and may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.domain import Stage
from services.intake.repository import attachments, endings, exchanged, reports
from services.intake.settings import IntakeSettings
from services.intake.tables import Addition, Notice, OutcomeAnswer, OutcomeCheck, Question, ReopeningRequest, Report
from shared import clock
from shared.contracts.files import Attachment, numbered
from shared.contracts.vocabulary import CheckAnswer


@dataclass(frozen=True)
class Exchanged:
    """What the reporter was told, newest first; what was asked last, all they answered and added, and its parts."""

    notices: Sequence[Notice] = ()
    question: Question | None = None
    answered: Sequence[Question] = ()
    additions: Sequence[Addition] = ()
    # How many of their files the team erased.
    erased_files: int = 0
    split_off: Sequence[Report] = ()


@dataclass(frozen=True)
class Ending:
    """`closing_id` is the notice that ended the report; an answer and a request belong to that ending.

    `asks` is whether the reporter can say if it is really solved.
    """

    stage: Stage
    closing_id: UUID | None = None
    closed_at: datetime | None = None
    reopen_until: date | None = None
    asks: bool = False
    given: OutcomeAnswer | None = None
    request: ReopeningRequest | None = None
    checks: Sequence[OutcomeCheck] = ()

    @property
    def answer(self) -> CheckAnswer | None:
        """What the reporter said last, if anything."""
        return CheckAnswer.parse(self.given.answer) if self.given else None

    @property
    def takes_additions(self) -> bool:
        """Whether the report is open, so that what is added to it is read."""
        return self.stage in (Stage.RUNNING, Stage.REQUESTED)

    @property
    def checks_to_come(self) -> list[OutcomeCheck]:
        """The checks that we still mean to do."""
        return [] if self.answer is CheckAnswer.NO or self.stage is Stage.REQUESTED else list(self.checks)


def numbers_of_files(report: Report) -> dict[UUID, int]:
    """What pages call the files of a report, which no file takes over from one that was erased."""
    files = numbered(Attachment.model_validate(one) for one in report.content.get("attachments", ()))
    return {one.id: one.number or 0 for one in files}


async def exchanged_about(session: AsyncSession, report_id: UUID) -> Exchanged:
    """All that was exchanged about a report."""
    return Exchanged(
        notices=await exchanged.notices(session, report_id),
        question=await exchanged.latest_question(session, report_id),
        answered=await exchanged.answered_questions(session, report_id),
        additions=await exchanged.additions(session, report_id),
        erased_files=len(await attachments.erased_of_report(session, report_id)),
        split_off=await reports.split_off(session, report_id),
    )


async def ending_of(session: AsyncSession, report_id: UUID) -> Ending:
    """How the report stands now, seen from its end."""
    told = await exchanged.standing_notice(session, report_id)
    request = await endings.last_reopening_request(session, report_id)
    stage = domain.stage(_told(told), _request(request), clock.today(), IntakeSettings.read().reopen_weeks)
    if stage is Stage.REQUESTED and request:
        given = await endings.outcome_answer(session, request.closing_id)
        return Ending(stage, request.closing_id, asks=given is not None, given=given, request=request)
    if stage is Stage.RUNNING or told is None:
        return Ending(stage)
    return await _closed(session, stage, told, request)


async def _closed(session: AsyncSession, stage: Stage, told: Notice, request: ReopeningRequest | None) -> Ending:
    return Ending(
        stage,
        closing_id=told.id,
        closed_at=told.happened_at,
        reopen_until=domain.reopen_until(told.happened_at, IntakeSettings.read().reopen_weeks),
        asks=told.public_status in domain.SOLVED,
        given=await endings.outcome_answer(session, told.id),
        request=request,
        checks=await endings.planned_checks(session, told.id),
    )


def _told(notice: Notice | None) -> domain.Told | None:
    return domain.Told(notice.id, notice.public_status, notice.happened_at) if notice else None


def _request(request: ReopeningRequest | None) -> domain.Request | None:
    return domain.Request(request.asked_at, request.granted, request.decided_at) if request else None

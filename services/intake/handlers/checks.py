"""Is it really solved in your practice? Asked at the end of a report and some weeks after it; a "no" may reopen it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.domain import Stage
from services.intake.reading import ending_of
from services.intake.repository import endings, exchanged, reports
from services.intake.settings import IntakeSettings
from services.intake.tables import OutcomeCheck
from shared import clock
from shared.contracts.intake import CheckAnsweredV1, CheckFellDueV1, ReopeningRequestedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.triage import ReopeningRefusedV1, ReportReopenedV1
from shared.contracts.vocabulary import CheckAnswer, NextActor
from shared.ids import new_id
from shared.messaging import outbox
from shared.messaging.erasing import is_erased

CHECKS_AT_ONCE = 100


class Given(StrEnum):
    """What came of an answer or a request of the reporter."""

    NOTED = "noted"
    REOPENING = "reopening"  # a person decides whether the report is opened again
    TOO_LATE = "too_late"  # the report does not stand as the reporter saw it, or is closed for too long


async def plan_checks(session: AsyncSession, notice: NoticeIssuedV1) -> None:
    """A report was called solved: plan when to ask whether it really is."""
    if not notice.changes_standing or notice.public_status not in domain.SOLVED:
        return
    if await is_erased(session, notice.report_id):
        return
    settings = IntakeSettings.read()
    rows = [
        {
            "id": new_id(),
            "report_id": notice.report_id,
            "closing_id": notice.notice_id,
            "weeks": weeks,
            "due_at": domain.check_due(notice.happened_at, weeks),
        }
        for weeks in sorted({settings.first_check_weeks, settings.second_check_weeks})
    ]
    await endings.plan_checks(session, rows)


async def say_due_checks(session: AsyncSession) -> None:
    """Say which reporters are to be asked now, by day. What is not asked then, is not asked later."""
    now = clock.now()
    if clock.by_day(now) != now:
        return
    taken = await endings.take_due_checks(session, now, CHECKS_AT_ONCE)
    last = {check.closing_id: check.weeks for check in sorted(taken, key=lambda check: check.weeks)}
    for check in taken:
        # After weeks of standing still several may be due: one question is enough.
        if last[check.closing_id] == check.weeks and await _still_asks(session, check, now):
            check.asked_at = now
            await outbox.add(session, await _fell_due(session, check))


async def _still_asks(session: AsyncSession, check: OutcomeCheck, now: datetime) -> bool:
    report = await reports.report(session, check.report_id)
    if report is None or report.erased_at or report.pseudonymised_at:
        return False
    ending = await ending_of(session, check.report_id)
    if ending.stage is Stage.REQUESTED or ending.closing_id != check.closing_id:
        return False
    return domain.asks_again(ending.answer, ending.given.answered_at if ending.given else None, now)


async def _fell_due(session: AsyncSession, check: OutcomeCheck) -> CheckFellDueV1:
    told = await exchanged.standing_notice(session, check.report_id)
    if told is None:
        raise LookupError(check.closing_id)
    return CheckFellDueV1(
        report_id=check.report_id,
        weeks=check.weeks,
        public_status=told.public_status,
        next_actor=NextActor.parse(told.next_actor),
        next_actor_name=told.next_actor_name,
    )


async def answer_check(session: AsyncSession, report_id: UUID, answer: CheckAnswer, text: str | None) -> Given:
    """The reporter says whether it is really solved; a "no" asks to open the report again, as long as that can be."""
    await reports.lock_report(session, report_id)
    ending = await ending_of(session, report_id)
    if not ending.asks or ending.closing_id is None:
        return Given.TOO_LATE
    row = {"closing_id": ending.closing_id, "report_id": report_id, "answer": answer.value, "text": text}
    if await endings.put_outcome_answer(session, row | {"answered_at": clock.now()}):
        await outbox.add(session, CheckAnsweredV1(report_id=report_id, answer=answer, text=text))
    if answer is CheckAnswer.NO and ending.stage is Stage.CLOSED:
        await _request(session, report_id, ending.closing_id, text)
        return Given.REOPENING
    return Given.NOTED


async def request_reopening(session: AsyncSession, report_id: UUID, reason: str) -> Given:
    """The reporter wants a closed report opened again."""
    await reports.lock_report(session, report_id)
    ending = await ending_of(session, report_id)
    if ending.stage is not Stage.CLOSED or ending.closing_id is None:
        return Given.REOPENING if ending.stage is Stage.REQUESTED else Given.TOO_LATE
    await _request(session, report_id, ending.closing_id, reason)
    return Given.REOPENING


async def _request(session: AsyncSession, report_id: UUID, closing_id: UUID, reason: str | None) -> None:
    request_id = new_id()
    row = {"id": request_id, "report_id": report_id, "closing_id": closing_id, "reason": reason}
    await endings.add_reopening_request(session, row | {"asked_at": clock.now()})
    await outbox.add(session, ReopeningRequestedV1(report_id=report_id, request_id=request_id, reason=reason))


async def take_reopening(session: AsyncSession, fact: ReportReopenedV1, decided_at: datetime) -> None:
    """The team works on the report again."""
    await endings.decide_reopening(session, fact.request_id, decided_at, granted=True)


async def take_refusal(session: AsyncSession, fact: ReopeningRefusedV1, decided_at: datetime) -> None:
    """The report stays closed."""
    await endings.decide_reopening(session, fact.request_id, decided_at, granted=False)

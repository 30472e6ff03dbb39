"""The reporter takes a report back. Whoever only holds the link proves with a mailed code to be the reporter."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.domain import Sign
from services.intake.handlers import attaching, knowing, letters, visiting
from services.intake.repository import awaited, erasing, reports
from services.intake.tables import Report
from shared import clock
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.vocabulary import WithdrawReason
from shared.letters import Found, LetterKind
from shared.messaging import outbox


async def ask_code(session: AsyncSession, report: Report, *, key: str) -> bool:
    """Mail the reporter a code; False when there is no address to mail it to. `key` makes it."""
    reporter = await reports.reporter(session, report.id)
    if reporter is None or reporter.email is None:
        return False
    kind, reference = LetterKind.WITHDRAW, report.reference
    await letters.ask(session, kind, reporter.email, key=key, about_id=report.id, reference=reference)
    return True


async def withdraw_with(session: AsyncSession, report: Report, reason: WithdrawReason, code: str, *, key: str) -> Found:
    """Take the report back when this is the code; LIVE when that was done."""
    found, _ = await letters.use_code(session, LetterKind.WITHDRAW, report.id, code, key=key)
    if found is Found.LIVE:
        await withdraw(session, report, reason)
    return found


async def withdraw(session: AsyncSession, report: Report, reason: WithdrawReason) -> None:
    """Forget who sent it, and say that it counts no more. What was written stays until it is erased; files go now."""
    reporter = await reports.reporter(session, report.id)
    report.withdrawn_at = report.pseudonymised_at = clock.now()
    report.remind_at = None
    await awaited.take_sign(session, report.id, Sign.MAIL)
    await session.flush()
    await letters.forget(session, report.id, reporter.email if reporter else None)
    await erasing.delete_reporter(session, report.id)
    await attaching.forget_of_report(session, report.id)
    await knowing.forget_report(session, report.id)
    await visiting.end_when_empty(session, reporter.email if reporter else None)
    await outbox.add(session, ReportWithdrawnV1(report_id=report.id, reason=reason))

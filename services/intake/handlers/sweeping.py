"""A report that nobody seems to have taken in is said again."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.domain import Sign
from services.intake.repository import awaited, reports
from shared import clock
from shared.contracts.intake import ContactGivenV1, ReportSubmittedV1
from shared.messaging import outbox

# A case stands in the queue within a second and its mail is gone soon after; what takes this long got stuck. A mail
# may wait for hours while our mail server is away, and saying the address again does not help it.
PATIENCE = {Sign.CASE: timedelta(minutes=10), Sign.MAIL: timedelta(hours=6)}
AT_ONCE = 100


async def await_signs(session: AsyncSession, report_id: UUID) -> None:
    """Expect that triage opens a case and that the notifier mails."""
    await awaited.await_signs(session, report_id, {sign: clock.now() + wait for sign, wait in PATIENCE.items()})


async def take_sign(session: AsyncSession, report_id: UUID, sign: Sign) -> None:
    """Somebody shows to have taken the report in."""
    await awaited.take_sign(session, report_id, sign)


async def sweep(session: AsyncSession, *, key: str) -> int:
    """Say again what is overdue; returns how many reports that were. `key` makes their links."""
    cases = await _overdue(session, Sign.CASE)
    mails = await _overdue(session, Sign.MAIL)
    for report_id in mails:
        await _give_contact(session, report_id, key)
    overdue = {*cases, *mails}
    if overdue:
        await outbox.say_again(session, ReportSubmittedV1, overdue)
    return len(overdue)


async def _overdue(session: AsyncSession, sign: Sign) -> list[UUID]:
    now = clock.now()
    return list(await awaited.take_overdue(session, sign, now, now + PATIENCE[sign], AT_ONCE))


async def _give_contact(session: AsyncSession, report_id: UUID, key: str) -> None:
    report, reporter = await reports.report(session, report_id), await reports.reporter(session, report_id)
    if report and reporter and reporter.email:
        token = domain.link_token(report.link_seed, key)
        contact = ContactGivenV1(report_id=report_id, name=reporter.name, email=reporter.email, link_token=token)
        await outbox.add(session, contact)

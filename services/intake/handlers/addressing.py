"""The reporter wants mail at another address: proven with a code mailed there, and told at the address before."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.handlers import letters, visiting
from services.intake.repository import exchanged, reports
from services.intake.tables import Report, Reporter
from shared.contracts.intake import AddressGivenV1, ContactGivenV1
from shared.letters import Found, LetterKind
from shared.messaging import outbox


async def ask_code(session: AsyncSession, report: Report, email: str, *, key: str) -> None:
    """Mail a code to the new address. `key` makes it."""
    kind, reference = LetterKind.NEW_ADDRESS, report.reference
    await letters.ask(session, kind, email, key=key, about_id=report.id, reference=reference)


async def change_with(session: AsyncSession, report: Report, code: str, *, key: str) -> Found:
    """Use the address that this code went to; LIVE when that was done. `key` makes codes and the report's link."""
    found, letter = await letters.use_code(session, LetterKind.NEW_ADDRESS, report.id, code, key=key)
    reporter = await reports.reporter(session, report.id)
    if found is Found.LIVE and letter and letter.email and reporter:
        await _change(session, report, reporter, letter.email, key)
    return found


async def _change(session: AsyncSession, report: Report, reporter: Reporter, email: str, key: str) -> None:
    before, reporter.email = reporter.email, email
    await session.flush()
    # How mail to the address before fared says nothing any more.
    await exchanged.forget_mail_state(session, report.id)
    token = domain.link_token(report.link_seed, key)
    contact = ContactGivenV1(report_id=report.id, name=reporter.name, email=email, link_token=token)
    await outbox.add(session, contact)
    if before is None:
        await outbox.add(session, AddressGivenV1(report_id=report.id))
    await visiting.end_when_empty(session, before)
    if before and before.lower() != email.lower():
        kind, reference = LetterKind.ADDRESS_CHANGED, report.reference
        await letters.ask(session, kind, before, key=key, about_id=report.id, reference=reference)

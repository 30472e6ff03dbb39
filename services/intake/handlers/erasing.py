"""A report is erased on somebody's word; long after its end its reporter is forgotten by itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.domain import Sign
from services.intake.erasure_list import Listed
from services.intake.handlers import attaching, knowing, letters
from services.intake.repository import awaited, reports, visits
from services.intake.repository import erasing as repository
from services.intake.settings import IntakeSettings
from services.intake.tables import Report
from shared import clock
from shared.contracts.intake import ReportErasedV1, ReporterPseudonymisedV1, ReportSubmittedV1
from shared.contracts.vocabulary import EraseReason
from shared.contracts.words import without_words
from shared.messaging import erasing, outbox
from shared.messaging.redacting import redact_messages

# Who asked, when it was not a person of the team.
REPORTER = "Melder"
THE_LIST = "Lijst van wissingen"
MONTH = timedelta(days=365 / 12)
AT_ONCE = 100
CLEARINGS_AT_ONCE = 20
KEYS_KEPT = timedelta(days=30)


async def erase(
    session: AsyncSession, report_id: UUID, reason: EraseReason, asked_by: str, *, at: datetime | None = None
) -> bool:
    """Take all words out of a report and forget who sent it; False when that was done before.

    `asked_by` is a role or the name of who did it for the reporter. A report that is not here, because the database
    was put back from before it came in, is remembered as erased all the same.
    """
    moment = at or clock.now()
    await erasing.remember(session, report_id, moment)
    report = await reports.held_report(session, report_id)
    erasure = {"report_id": report_id, "reason": reason.value, "asked_by": asked_by, "erased_at": moment}
    if not await repository.add_erasure(session, erasure | {"reference": report.reference if report else None}):
        return False
    # Nobody will be mailed any more; and whoever says the address again right now is waited for.
    await awaited.take_sign(session, report_id, Sign.MAIL)
    reporter = await reports.reporter(session, report_id)
    address = reporter.email if reporter else None
    concerned = {report_id, *await letters.forget(session, report_id, address)}
    if report:
        await _empty(session, report, moment)
    if address and not await visits.count_of(session, address):
        await visits.end_visits_of(session, address)
    await redact_messages(session, concerned)
    for about_id in concerned:
        await repository.plan_clearing(session, about_id, clock.now())
    await outbox.add(session, ReportErasedV1(report_id=report_id, reason=reason))
    return True


async def _empty(session: AsyncSession, report: Report, moment: datetime) -> None:
    content = without_words(ReportSubmittedV1.model_validate(report.content))
    report.content = content.model_dump(mode="json")
    report.erased_at, report.remind_at = moment, None
    await session.flush()
    await repository.delete_reporter(session, report.id)
    await repository.empty_exchange(session, report.id)
    await knowing.forget_report(session, report.id)
    await attaching.forget_of_report(session, report.id)


async def erase_listed(session: AsyncSession, listed: Iterable[Listed]) -> int:
    """Erase what the list has and this database does not know to be erased; returns how many reports that were."""
    known = await _known(session)
    unknown = [one for one in listed if one.report_id not in known]
    for one in unknown:
        await erase(session, one.report_id, one.reason, THE_LIST, at=one.erased_at)
    return len(unknown)


async def not_in(session: AsyncSession, listed: Iterable[Listed]) -> list[Listed]:
    """The erasures that the list does not have yet, oldest first."""
    there = {one.report_id for one in listed}
    return [
        Listed(report_id=one.report_id, reason=EraseReason.parse(one.reason), erased_at=one.erased_at)
        for one in await repository.erasures(session)
        if one.report_id not in there
    ]


async def _known(session: AsyncSession) -> set[UUID]:
    return {one.report_id for one in await repository.erasures(session)}


async def due_clearings(session: AsyncSession) -> Sequence[tuple[UUID, int]]:
    """The reports and handovers whose words are to go from the broker now, each with how often that was done."""
    return await repository.due_clearings(session, clock.now(), CLEARINGS_AT_ONCE)


async def note_clearing(session: AsyncSession, about_id: UUID) -> None:
    """They went; for facts that were still under way there is a next time."""
    await repository.note_clearing(session, about_id, clock.now())


async def clear_handover(session: AsyncSession, handover_id: UUID) -> None:
    """The words of a handover's package and answer are to go from the broker too."""
    await erasing.remember(session, handover_id)
    await repository.plan_clearing(session, handover_id, clock.now())


async def pseudonymise(session: AsyncSession) -> int:
    """Forget who sent the reports that ended long ago; returns how many there were. What they said stays.

    Files go too: a letterhead says who sent it.
    """
    before = clock.now() - IntakeSettings.read().pseudonymise_months * MONTH
    long_closed: Sequence[UUID] = await repository.long_closed(session, sorted(domain.FINAL), before, AT_ONCE)
    for report_id in long_closed:
        report = await reports.held_report(session, report_id)
        if report is None:
            continue
        report.pseudonymised_at = clock.now()
        await repository.delete_reporter(session, report_id)
        await attaching.forget_of_report(session, report_id)
        await outbox.add(session, ReporterPseudonymisedV1(report_id=report_id))
    return len(long_closed)


async def forget_old_keys(session: AsyncSession) -> None:
    """Forget the keys of machines after a month."""
    await repository.delete_old_keys(session, clock.now() - KEYS_KEPT)

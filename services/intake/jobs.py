import asyncio
from datetime import timedelta

from services.intake.erasure_list import Line, Listed, ListedAttachment, ListedHiding
from services.intake.handlers import (
    attaching,
    checks,
    conversation,
    desk,
    drafts,
    erasing,
    erasing_files,
    hiding,
    letters,
    likeness,
    returning,
    sweeping,
    visiting,
)
from services.intake.repository import attachments, sending
from services.intake.settings import IntakeSettings
from shared import clock
from shared.attachments import forgetting
from shared.erasure_list import Lines, add_to_list
from shared.logging import get_logger
from shared.messaging.clearing import broker_of, clear, clear_spent
from shared.messaging.jobs import HOUR, Job, JobContext
from shared.messaging.redaction import redaction_of

log = get_logger(__name__)

# The broker itself forgets it a day later, but not from its disk.
CONTACT_DATA_KEPT = timedelta(days=7)
# A package on its way is heard within a second; where that takes until the fourth round, it is sent by hand again.
TAKEN_IN = 3
LOOKED_AT_ONCE = 10  # reports


async def forget_old_drafts(context: JobContext) -> None:
    """Delete drafts that were not touched for two weeks, and files that nobody will send."""
    async with context.database.transaction() as session:
        await attaching.forget_old(session)
        await drafts.forget_old_drafts(session)


async def forget_old_letters(context: JobContext) -> None:
    """Delete what is known of links and codes that ended a day ago, and visits that are over, and wrong codes."""
    async with context.database.transaction() as session:
        await letters.forget_old(session)
        await visiting.forget_old(session)
        await returning.forget_tries(session)


async def remove_from_s3(context: JobContext) -> None:
    """Delete from S3 what went with an erasure, a draft or a change of mind."""
    await forgetting.remove_from_s3(context.database, IntakeSettings.read())


async def clear_s3(context: JobContext) -> None:
    """Delete from S3 what belongs to nobody."""
    await forgetting.clear_s3(context.database, IntakeSettings.read(), attachments.ids())


async def forget_old_keys(context: JobContext) -> None:
    """Delete the keys that machines sent reports with a month ago."""
    async with context.database.transaction() as session:
        await erasing.forget_old_keys(session)


async def pseudonymise(context: JobContext) -> None:
    """Forget who sent the reports that ended long ago."""
    async with context.database.transaction() as session:
        await erasing.pseudonymise(session)


async def keep_erasure_list(context: JobContext) -> None:
    """Bring the list outside the database and the database in line, whichever of them is behind."""
    path = IntakeSettings.read().erasure_list
    if path is None:
        return
    lines = await asyncio.to_thread(Lines, path)
    listed, hidings, files = lines.of(Listed), lines.of(ListedHiding), lines.of(ListedAttachment)
    async with context.database.transaction() as session:
        if erased := await erasing.erase_listed(session, listed):
            log.warning("erased_from_the_list", count=erased)
        if hidden := await hiding.hide_listed(session, hidings):
            log.warning("hidden_from_the_list", count=hidden)
        if gone := await erasing_files.erase_listed(session, files):
            log.warning("attachments_erased_from_the_list", count=gone)
        unlisted: list[Line] = [*await erasing.not_in(session, listed), *await hiding.not_in(session, hidings)]
        unlisted += await erasing_files.not_in(session, files)
    await asyncio.to_thread(add_to_list, path, unlisted)


async def clear_broker(context: JobContext) -> None:
    """Take what was erased or hidden off the broker's disk, as far as it is time for another round."""
    async with context.database.transaction() as session:
        due = await erasing.due_clearings(session)
    if not due:
        return
    async with broker_of(context.settings, "intake") as broker:
        for about, rounds in due:
            async with context.database.transaction() as session:
                redaction = await redaction_of(session, about)
            deleted = await clear(broker, about, redaction, spare_contact_data=rounds < TAKEN_IN)
            async with context.database.transaction() as session:
                await erasing.note_clearing(session, about)
            log.info("broker_cleared", about=str(about), messages=deleted)


async def clear_contact_data(context: JobContext) -> None:
    """Take contact data off the broker's disk after a week; let grow old it would stay there."""
    async with broker_of(context.settings, "intake") as broker:
        await clear_spent(broker, clock.now() - CONTACT_DATA_KEPT)


async def remind(context: JobContext) -> None:
    """Remind reporters who wanted to try something first."""
    async with context.database.transaction() as session:
        await conversation.remind(session)


async def forget_send_counts(context: JobContext) -> None:
    """Forget how much was sent in hours that are over."""
    async with context.database.transaction() as session:
        await sending.forget_ended(session, clock.now())


async def count_reports(context: JobContext) -> None:
    """Add up all reports for the start page."""
    async with context.database.transaction() as session:
        await desk.count_reports(session)


async def look_for_likeness(context: JobContext) -> None:
    """Find out what open reports resemble, a few at a time: people who report something go first."""
    for _ in range(LOOKED_AT_ONCE):
        async with context.database.transaction() as session:
            if not await likeness.look_at_next(session):
                return
        context.note()


async def say_due_checks(context: JobContext) -> None:
    """Ask reporters whether it is really solved, some weeks after we said so."""
    async with context.database.transaction() as session:
        await checks.say_due_checks(session)


async def sweep_reports(context: JobContext) -> None:
    """Say reports again that nobody seems to have taken in."""
    async with context.database.transaction() as session:
        stuck = await sweeping.sweep(session, key=context.settings.secret_key.get_secret_value())
    if stuck:
        log.warning("reports_were_stuck", count=stuck)


jobs = [
    Job("sweep-reports", sweep_reports, every_seconds=60),
    Job("remind", remind, every_seconds=60),
    Job("forget-send-counts", forget_send_counts, every_seconds=600),
    Job("count-reports", count_reports, every_seconds=60),
    Job("look-for-likeness", look_for_likeness, every_seconds=1),
    Job("say-due-checks", say_due_checks, every_seconds=60),
    Job("forget-old-drafts", forget_old_drafts, every_seconds=HOUR),
    Job("forget-old-letters", forget_old_letters, every_seconds=HOUR),
    Job("remove-from-s3", remove_from_s3, every_seconds=10),
    Job("clear-s3", clear_s3, every_seconds=HOUR),
    Job("forget-old-keys", forget_old_keys, every_seconds=HOUR),
    Job("pseudonymise", pseudonymise, every_seconds=HOUR),
    Job("keep-erasure-list", keep_erasure_list, every_seconds=10),
    Job("clear-broker", clear_broker, every_seconds=5),
    Job("clear-contact-data", clear_contact_data, every_seconds=HOUR),
]

from services.intake.handlers import checks, conversation, drafts, sweeping
from shared.logging import get_logger
from shared.messaging.jobs import HOUR, Job, JobContext

log = get_logger(__name__)


async def forget_old_drafts(context: JobContext) -> None:
    """Delete drafts that were not touched for two weeks."""
    async with context.database.transaction() as session:
        await drafts.forget_old_drafts(session)


async def remind(context: JobContext) -> None:
    """Remind reporters who wanted to try something first."""
    async with context.database.transaction() as session:
        await conversation.remind(session)


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
    Job("say-due-checks", say_due_checks, every_seconds=60),
    Job("forget-old-drafts", forget_old_drafts, every_seconds=HOUR),
]

from services.intake.handlers import conversation, drafts
from shared.messaging.jobs import HOUR, Job, JobContext


async def forget_old_drafts(context: JobContext) -> None:
    """Delete drafts that were not touched for two weeks."""
    async with context.database.transaction() as session:
        await drafts.forget_old_drafts(session)


async def remind(context: JobContext) -> None:
    """Remind reporters who wanted to try something first."""
    async with context.database.transaction() as session:
        await conversation.remind(session)


jobs = [
    Job("remind", remind, every_seconds=60),
    Job("forget-old-drafts", forget_old_drafts, every_seconds=HOUR),
]

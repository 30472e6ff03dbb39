from services.accounts import handlers
from shared.messaging.jobs import HOUR, Job, JobContext


async def forget_old(context: JobContext) -> None:
    """Drop what is kept of sign-ins only for a while."""
    async with context.database.transaction() as session:
        await handlers.forget_old(session)


jobs = [Job("forget-old-sign-ins", forget_old, every_seconds=HOUR)]

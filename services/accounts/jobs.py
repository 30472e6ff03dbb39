from services.accounts import handlers
from services.accounts.handlers import mornings
from shared.messaging.jobs import HOUR, Job, JobContext


async def forget_old(context: JobContext) -> None:
    """Drop what is kept of sign-ins only for a while."""
    async with context.database.transaction() as session:
        await handlers.forget_old(session)


async def begin_mornings(context: JobContext) -> None:
    """Say that a working day begins; each member in a transaction of its own."""
    while await _begin_next(context):
        context.note()


async def _begin_next(context: JobContext) -> bool:
    async with context.database.transaction() as session:
        return await mornings.begin_next(session)


jobs = [
    Job("forget-old-sign-ins", forget_old, every_seconds=HOUR),
    Job("begin-mornings", begin_mornings, every_seconds=60),
]

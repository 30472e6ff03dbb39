"""What knowledge does by itself."""

from services.knowledge import agreements
from shared import clock
from shared.messaging.jobs import HOUR, Job, JobContext


async def end_agreements(context: JobContext) -> None:
    """Say which agreements hold no more; each in a transaction of its own."""
    while await _end_next(context):
        context.note()


async def _end_next(context: JobContext) -> bool:
    async with context.database.transaction() as session:
        return await agreements.end_next(session, clock.today())


jobs = [Job("end-agreements", end_agreements, every_seconds=HOUR)]

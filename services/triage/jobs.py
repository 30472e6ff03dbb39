from services.triage.handlers import terms
from shared.messaging.jobs import Job, JobContext

# A run ends now and then, so that the worker can show that it makes progress.
AT_ONCE = 500


async def act_on_terms(context: JobContext) -> None:
    """Remind, bring back and tell what is due; each case in a transaction of its own."""
    for _ in range(AT_ONCE):
        async with context.database.transaction() as session:
            if not await terms.act_on_next(session):
                return


jobs = [Job("act-on-terms", act_on_terms, every_seconds=60)]

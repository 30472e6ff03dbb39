from services.escalation.handlers import terms
from shared.messaging.jobs import Job, JobContext

# A run ends now and then, so that the worker can show that it makes progress.
AT_ONCE = 500


async def act_on_terms(context: JobContext) -> None:
    """Remind bodies and stop waiting for them when it is due; each handover in a transaction of its own."""
    for _ in range(AT_ONCE):
        async with context.database.transaction() as session:
            if not await terms.act_on_next(session, context.settings.mail_from):
                return


jobs = [Job("act-on-terms", act_on_terms, every_seconds=60)]

from services.escalation.handlers import terms
from shared.messaging.jobs import Job, JobContext


async def act_on_terms(context: JobContext) -> None:
    """Remind bodies and stop waiting for them when it is due; each handover in a transaction of its own."""
    while await _act_on_next(context):
        context.note()


async def _act_on_next(context: JobContext) -> bool:
    async with context.database.transaction() as session:
        return await terms.act_on_next(session, context.settings.mail_from)


jobs = [Job("act-on-terms", act_on_terms, every_seconds=60)]

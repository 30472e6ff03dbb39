"""Open work: facts that some service should have heard and did not. Only the owner of all tables can see that."""

from psycopg import sql

from deploy.backup.database import Connection
from deploy.services import existing, subscribers_of
from services.escalation.handlers import sending
from shared.contracts.base import Stream
from shared.database import Database
from shared.messaging.subscribing import Subscription

UNHEARD = """
    update {said} said set published_at = null
    where stream = {stream} and published_at is not null and starts_with(subject, {kind})
    and not exists (select from {heard} heard where heard.consumer = {consumer} and heard.event_id = said.event_id)"""
# Contact data does not stay in the outbox. Intake gives it again when the mail it waits for is overdue.
UNKNOWN_REPORTERS = """
    insert into intake.awaited (report_id, sign, due_at)
    select report_id, 'mail', now() from intake.reporters reporter
    where not exists (select from notifier.contacts known where known.report_id = reporter.report_id)
    and not exists (
        select from intake.outbox said where stream = 'PRIVATE' and right(said.subject, 36) = reporter.report_id::text)
    on conflict (report_id, sign) do update set due_at = excluded.due_at"""
# Neither does a package for an outside body; the notifier makes its mail when it hears of it.
UNKNOWN_PACKAGES = """
    select id from escalation.handovers handover where delivery = 'pending'
    and not exists (
        select from notifier.mails mail where mail.about_id = handover.id and mail.dated_at >= handover.mailed_at)
    and not exists (
        select from escalation.outbox said where stream = 'PRIVATE' and right(said.subject, 36) = handover.id::text)
    order by id"""
# A moment at which no stream was made: the worker finds that its stream is another one, and fills it again.
ANOTHER_STREAM = """
    insert into {seen} (name, created_at) values ({stream}, 'epoch')
    on conflict (name) do update set created_at = excluded.created_at"""


def say_unheard(connection: Connection) -> int:
    """Have everything published that somebody did not hear; what was heard follows later. Returns how many facts."""
    return sum(_say_unheard(connection, one) for service in existing() for one in _subscriptions(service))


def expect_contact_data(connection: Connection) -> int:
    """Have intake give the contact data again that never reached the notifier; returns of how many reports."""
    return connection.execute(UNKNOWN_REPORTERS).rowcount


async def mail_lost_packages(connection: Connection, database_url: str) -> int:
    """Have escalation say the packages again that never reached the notifier; returns how many."""
    lost = [handover_id for (handover_id,) in connection.execute(UNKNOWN_PACKAGES.encode()).fetchall()]
    database = Database(database_url, "escalation", connections=1)
    try:
        async with database.transaction() as session:
            for handover_id in lost:
                await sending.mail_lost(session, handover_id)
    finally:
        await database.close()
    return len(lost)


def fill_streams_again(connection: Connection) -> None:
    """Have the workers find that the streams hold nothing any more, and forget how far they had got in them."""
    for service in existing():
        stream = sql.Literal(str(Stream.FACTS))
        connection.execute(sql.SQL(ANOTHER_STREAM).format(seen=sql.Identifier(service, "streams_seen"), stream=stream))
        connection.execute(sql.SQL("delete from {}").format(sql.Identifier(service, "sweeps")))


def _subscriptions(service: str) -> list[Subscription]:
    facts = subscribers_of(service)
    return facts.subscriptions if facts else []


def _say_unheard(connection: Connection, subscription: Subscription) -> int:
    kind = subscription.kind
    done = connection.execute(
        sql.SQL(UNHEARD).format(
            said=sql.Identifier(kind.owner(), "outbox"),
            heard=sql.Identifier(subscription.service, "inbox"),
            stream=sql.Literal(str(Stream.FACTS)),
            kind=sql.Literal(f"{kind.SUBJECT}."),
            consumer=sql.Literal(subscription.name),
        )
    )
    return done.rowcount

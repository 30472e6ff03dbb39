"""Sends what waits, and takes up what got stuck."""

from weakref import WeakKeyDictionary

from services.notifier.handlers import capping, mailing, mornings
from services.notifier.hands import Hands
from services.notifier.mailer import SmtpMailer
from services.notifier.rendering import Letterhead
from services.notifier.sending import DeliveryRound
from services.notifier.settings import NotifierSettings
from services.notifier.tables import MAILS_CHANNEL
from shared.database import Database
from shared.logging import get_logger
from shared.messaging.jobs import Job, JobContext

log = get_logger(__name__)

POLL_SECONDS = 2.0
SWEEP_SECONDS = 3.0
FORGET_SECONDS = 600.0
MORNING_SECONDS = 20.0

_mailers: WeakKeyDictionary[Database, list[SmtpMailer]] = WeakKeyDictionary()
_hands: WeakKeyDictionary[Database, Hands] = WeakKeyDictionary()


async def deliver_mails(context: JobContext) -> None:
    """Send the mails that are due."""
    letterhead = Letterhead.of(context.settings)
    first, *more = _mailers_of(context, letterhead)
    hands = _hands_of(context.database)
    cap = NotifierSettings.read().cap
    await DeliveryRound(context.database, first, letterhead, hands, more=more, cap=cap).run(context.note)


async def sweep_mails(context: JobContext) -> None:
    """Take up mails that got stuck."""
    async with context.database.transaction() as session:
        stuck = await mailing.sweep(session, besides=_hands_of(context.database).held)
    if stuck:
        log.warning("mails_were_stuck", count=stuck)


async def send_morning_lists(context: JobContext) -> None:
    """Mail members what waits for them, when it is time."""
    async with context.database.transaction() as session:
        await mornings.send_lists(session)


async def forget_confirmations(context: JobContext) -> None:
    """Count no more what went out long ago."""
    async with context.database.transaction() as session:
        await capping.forget_old(session)


def _mailers_of(context: JobContext, letterhead: Letterhead) -> list[SmtpMailer]:
    if context.database not in _mailers:
        chosen, url = NotifierSettings.read(), context.settings.smtp_url.get_secret_value()
        made = [SmtpMailer(url, letterhead.domain, chosen.limits) for _ in range(chosen.connections)]
        _mailers[context.database] = made
    return _mailers[context.database]


def _hands_of(database: Database) -> Hands:
    if database not in _hands:
        _hands[database] = Hands(database)
    return _hands[database]


jobs = [
    Job("deliver-mails", deliver_mails, POLL_SECONDS, wake_channel=MAILS_CHANNEL),
    Job("sweep-mails", sweep_mails, SWEEP_SECONDS),
    Job("send-morning-lists", send_morning_lists, MORNING_SECONDS),
    Job("forget-confirmations", forget_confirmations, FORGET_SECONDS),
]

"""Sends what waits, and takes up what got stuck."""

import asyncio
import time
from uuid import UUID
from weakref import WeakKeyDictionary

from services.notifier.handlers import mailing
from services.notifier.handlers.mailing import TakenOut
from services.notifier.mailer import Letter, Mailer, Refused, RelayDown, Result, SmtpMailer
from services.notifier.rendering import Letterhead, UnusableAddress, build
from services.notifier.tables import MAILS_CHANNEL
from shared.database import Database
from shared.logging import get_logger
from shared.messaging.jobs import Job, JobContext

log = get_logger(__name__)

POLL_SECONDS = 2.0
SWEEP_SECONDS = 30.0
# A round ends now and then, so that the worker can show that it makes progress.
ROUND_SECONDS = 20.0


class DeliveryRound:
    """Sends all that is due, one after the other over one connection."""

    def __init__(self, database: Database, mailer: Mailer, letterhead: Letterhead) -> None:
        self._database = database
        self._mailer = mailer
        self._letterhead = letterhead
        self._ends_at = time.monotonic() + ROUND_SECONDS

    async def run(self) -> None:
        """Send until nothing is due, our mail server is away, or the round is over."""
        work = asyncio.create_task(self._send_all())
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            # The worker stops. A mail that is going out is finished first: left halfway, nobody would know of it.
            self._ends_at = 0
            await work
            raise

    async def _send_all(self) -> None:
        sent: tuple[UUID, Result] | None = None
        while True:
            # How the last one went and that the next one goes out is one transaction.
            async with self._database.transaction() as session:
                if sent:
                    await mailing.settle(session, *sent)
                goes_on = time.monotonic() < self._ends_at and not (sent and isinstance(sent[1], RelayDown))
                taken = await mailing.take_out(session, self._letterhead.site) if goes_on else None
            if taken is None:
                return
            sent = taken.mail_id, await self._send(taken)
            log.info("mail_tried", mail=str(taken.mail_id), result=type(sent[1]).__name__)

    async def _send(self, taken: TakenOut) -> Result:
        try:
            message = build(taken.content, taken.envelope, self._letterhead)
        except UnusableAddress:
            return Refused(None, "dit adres kan niet bestaan")
        recipient = message["To"].addresses[0].addr_spec
        return await self._mailer.send(Letter(self._letterhead.address, recipient, message.as_bytes()))


_mailers: WeakKeyDictionary[Database, Mailer] = WeakKeyDictionary()


async def deliver_mails(context: JobContext) -> None:
    """Send the mails that are due."""
    letterhead = Letterhead.of(context.settings)
    mailer = _mailers.get(context.database)
    if mailer is None:
        mailer = SmtpMailer(context.settings.smtp_url.get_secret_value(), hello=letterhead.domain)
        _mailers[context.database] = mailer
    await DeliveryRound(context.database, mailer, letterhead).run()


async def sweep_mails(context: JobContext) -> None:
    """Take up mails that got stuck."""
    async with context.database.transaction() as session:
        stuck = await mailing.sweep(session)
    if stuck:
        log.warning("mails_were_stuck", count=stuck)


jobs = [
    Job("deliver-mails", deliver_mails, POLL_SECONDS, wake_channel=MAILS_CHANNEL),
    Job("sweep-mails", sweep_mails, SWEEP_SECONDS),
]

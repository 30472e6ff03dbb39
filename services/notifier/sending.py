"""Rounds of sending: one mail after the other, and how each went is written down before anybody forgets it."""

import asyncio
import time

from services.notifier.handlers import mailing
from services.notifier.handlers.mailing import TakenOut
from services.notifier.hands import Hands, Went
from services.notifier.mailer import Letter, Mailer, Refused, RelayDown, Result
from services.notifier.rendering import Letterhead, UnusableAddress, build
from shared.database import Database
from shared.logging import get_logger

log = get_logger(__name__)

# A round ends now and then, so that the worker can show that it makes progress.
ROUND_SECONDS = 20.0


class DeliveryRound:
    """Sends all that is due, one after the other over one connection."""

    def __init__(self, database: Database, mailer: Mailer, letterhead: Letterhead, hands: Hands | None = None) -> None:
        self._database = database
        self._mailer = mailer
        self._letterhead = letterhead
        self._hands = hands or Hands(database)
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
        while taken := await self._next():
            result = await self._send(taken)
            self._hands.sent(taken, result)
            log.info("mail_tried", mail=str(taken.mail_id), result=type(result).__name__)

    async def _next(self) -> TakenOut | None:
        """Write down how it went, and take out the next mail: one transaction."""
        went, taken = self._hands.unwritten, None
        try:
            async with self._database.transaction() as session:
                for before, result in went:
                    await mailing.settle(session, before.mail_id, result, before.taken_at)
                if self._goes_on(went):
                    taken = await mailing.take_out(session, self._letterhead.site)
                if taken:
                    await self._hands.hold(taken)
        except Exception:
            if taken:
                self._hands.not_sent(taken)
            raise
        await self._hands.let_go(went)
        return taken

    def _goes_on(self, went: list[Went]) -> bool:
        return time.monotonic() < self._ends_at and not any(isinstance(result, RelayDown) for _, result in went)

    async def _send(self, taken: TakenOut) -> Result:
        try:
            message = build(taken.content, taken.envelope, self._letterhead)
        except UnusableAddress:
            return Refused(None, "dit adres kan niet bestaan")
        recipient = message["To"].addresses[0].addr_spec
        return await self._mailer.send(Letter(self._letterhead.address, recipient, message.as_bytes()))

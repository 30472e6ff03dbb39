"""Rounds of sending: one mail after the other, and how each went is written down before anybody forgets it.

A mail server that hangs on one mail holds up no other: beside a slow one the next goes out over another connection.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from uuid import UUID

from services.notifier.domain import NO_CAP, Cap
from services.notifier.handlers import mailing
from services.notifier.handlers.mailing import TakenOut
from services.notifier.hands import Hands
from services.notifier.mailer import Letter, Mailer, Refused, RelayDown, Result
from services.notifier.rendering import Letterhead, UnusableAddress, build
from shared.database import Database, is_infrastructure
from shared.logging import describe, get_logger

log = get_logger(__name__)

# A mail that takes longer is slow, and the next one goes out beside it.
PATIENCE_SECONDS = 1.0
# How long no other mail is taken out when our mail server or our database is away.
REST_SECONDS = 1.0


def _nobody_watches() -> None:
    """Progress is shown to nobody."""


class DeliveryRound:
    """Sends all that is due over one connection, and over those of `more` for as long as that one is slow.

    The last of them never takes a mail for the domain of a slow one: one domain cannot hold them all. `cap` is how many
    confirmations one address gets.
    """

    def __init__(
        self,
        database: Database,
        mailer: Mailer,
        letterhead: Letterhead,
        hands: Hands | None = None,
        *,
        more: Sequence[Mailer] = (),
        cap: Cap = NO_CAP,
    ) -> None:
        self._database = database
        self._idle = [*reversed(more), mailer]
        self._letterhead = letterhead
        self._cap = cap
        self._hands = hands or Hands(database)
        self._going: dict[UUID, tuple[float, str]] = {}
        self._rests_until = 0.0
        self._failure: Exception | None = None

    async def run(self, note: Callable[[], None] = _nobody_watches) -> None:
        """Send until nothing is due or our mail server is away; `note` is called as long as there is progress."""
        work = asyncio.create_task(self._send_all(note))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            # The worker stops. What is going out is finished first: left halfway, nobody would know of it.
            self._rests_until = float("inf")
            await work
            raise

    async def _send_all(self, note: Callable[[], None]) -> None:
        lanes = {self._open_lane()}
        while lanes:
            _, lanes = await asyncio.wait(lanes, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            note()
            if lanes and self._idle and not self._rests() and len(self._slow_domains()) == len(lanes):
                lanes.add(self._open_lane())
        if self._failure:
            raise self._failure

    def _open_lane(self) -> "asyncio.Task[None]":
        return asyncio.create_task(self._lane(self._idle.pop()))

    async def _lane(self, mailer: Mailer) -> None:
        try:
            while taken := await self._next():
                await self._send(taken, mailer)
        except Exception as error:
            self._failure = self._failure or error
            passes = is_infrastructure(error)
            self._rests_until = time.monotonic() + REST_SECONDS if passes else float("inf")
            log.warning("lane_ended", error=describe(error))
        finally:
            self._idle.append(mailer)

    async def _next(self) -> TakenOut | None:
        """Write down how it went, and take out the next mail: one transaction."""
        went, taken, alarms = self._hands.claim(), None, list[tuple[UUID, str | None]]()
        try:
            async with self._database.transaction() as session:
                for before, result in went:
                    alarm = await mailing.settle(session, before.mail_id, result, before.taken_at)
                    alarms.append((before.mail_id, alarm))
                if not self._rests():
                    taken = await mailing.take_out(
                        session, self._letterhead.site, self._held_back(), key=self._letterhead.key, cap=self._cap
                    )
                if taken:
                    await self._hands.hold(taken)
        except Exception:
            self._hands.give_back(went)
            if taken:
                self._hands.not_sent(taken)
            raise
        await self._hands.let_go(went)
        _sound(alarms)
        return taken

    async def _send(self, taken: TakenOut, mailer: Mailer) -> None:
        self._going[taken.mail_id] = time.monotonic(), domain_of(taken.envelope.to_address)
        try:
            result = await self._try(taken, mailer)
        finally:
            del self._going[taken.mail_id]
        self._hands.sent(taken, result)
        log.info("mail_tried", mail=str(taken.mail_id), result=type(result).__name__)
        if isinstance(result, RelayDown):
            if result.code:
                log.error("mail_server_refuses_us", code=result.code)
            self._rests_until = max(self._rests_until, time.monotonic() + REST_SECONDS)

    async def _try(self, taken: TakenOut, mailer: Mailer) -> Result:
        try:
            message = build(taken.content, taken.envelope, self._letterhead)
        except UnusableAddress:
            return Refused(None, "dit adres kan niet bestaan")
        recipient = message["To"].addresses[0].addr_spec
        return await mailer.send(Letter(self._letterhead.address, recipient, message.as_bytes()))

    def _rests(self) -> bool:
        return time.monotonic() < self._rests_until

    def _slow_domains(self) -> list[str]:
        now = time.monotonic()
        return [domain for begun, domain in self._going.values() if now - begun >= PATIENCE_SECONDS]

    def _held_back(self) -> list[str]:
        return self._slow_domains() if not self._idle else []


def domain_of(address: str) -> str:
    """Where an address is, for comparing."""
    return address.rpartition("@")[2].lower()


def _sound(alarms: Sequence[tuple[UUID, str | None]]) -> None:
    for mail_id, alarm in alarms:
        if alarm:
            log.error(alarm, mail=str(mail_id))

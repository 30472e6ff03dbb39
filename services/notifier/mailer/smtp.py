"""SMTP with aiosmtplib over one kept connection. The final dot is the line between "not taken" and "nobody knows"."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import cast

import aiosmtplib
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from aiosmtplib.protocol import SMTPProtocol
from aiosmtplib.response import SMTPResponse

from services.notifier.mailer.port import Deferred, Letter, RelayDown, Result, Uncertain
from services.notifier.mailer.relay_address import RelayAddress
from services.notifier.mailer.replies import Stage, judge
from shared.logging import describe, get_logger

log = get_logger(__name__)

Reply = asyncio.Task[SMTPResponse]
START_INPUT = 354
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_LINE_FAULTS = (SMTPException, OSError, TimeoutError)
SILENT = Deferred(None, "de mailserver antwoordde niet op tijd")
BROKEN_OFF = Deferred(None, "de mailserver verbrak de verbinding")


@dataclass(frozen=True)
class Limits:
    """Seconds for each phase, whatever the server does in it; `idle` is how long a kept connection is trusted."""

    connect: float = 10
    before_dot: float = 15
    after_dot: float = 60
    idle: float = 30


class SmtpMailer:
    """Sends over `smtp://` or `smtps://`; one letter at a time."""

    def __init__(self, url: str, hello: str, limits: Limits | None = None) -> None:
        self._client = _client(RelayAddress.of(url), hello)
        self._limits = limits or Limits()
        self._used_at = 0.0

    async def send(self, letter: Letter) -> Result:
        """Send it; never raises for what a mail server does or fails to do."""
        try:
            refusal = await self._offer(letter)
            return refusal or await self._hand_over(letter.content)
        except BaseException:
            # Half a conversation cannot be picked up again.
            self._hang_up()
            raise

    async def close(self) -> None:
        """Hang up."""
        self._client.close()

    async def _offer(self, letter: Letter) -> Result | None:
        """Everything up to the content; None when the server is ready for it."""
        kept = self._is_open()
        if not kept and (down := await self._connect()):
            return down
        refusal = await self._introduce(letter)
        if kept and refusal == BROKEN_OFF:
            # The server let go of a connection nobody used; nothing was said over it yet.
            return await self._connect() or await self._introduce(letter)
        return refusal

    def _is_open(self) -> bool:
        if self._client.is_connected and time.monotonic() - self._used_at > self._limits.idle:
            self._hang_up()
        return self._client.is_connected

    async def _connect(self) -> RelayDown | None:
        try:
            async with asyncio.timeout(self._limits.connect):
                await self._client.connect()
        except SMTPAuthenticationError as error:
            self._hang_up()
            return RelayDown("onze mailserver laat ons niet binnen", error.code)
        except _LINE_FAULTS as error:
            self._hang_up()
            log.warning("mail_server_unreachable", error=describe(error))
            return RelayDown("onze mailserver is niet bereikbaar", getattr(error, "code", None))
        return None

    async def _introduce(self, letter: Letter) -> Result | None:
        stage = Stage.SENDER
        try:
            async with asyncio.timeout(self._limits.before_dot):
                await self._client.mail(letter.sender)
                stage = Stage.RECIPIENT
                await self._client.rcpt(letter.recipient)
                stage = Stage.CONTENT
                ready = await self._client.execute_command(b"DATA")
        except SMTPResponseException as error:
            await self._start_over()
            return judge(error.code, stage)
        except SMTPServerDisconnected:
            self._hang_up()
            return BROKEN_OFF
        except _LINE_FAULTS:
            self._hang_up()
            return SILENT
        self._used_at = time.monotonic()
        if ready.code == START_INPUT:
            return None
        await self._start_over()
        # Any other answer than "go on" means that nothing will be taken.
        return judge(ready.code if ready.code >= 400 else 451, Stage.CONTENT)

    async def _start_over(self) -> None:
        try:
            async with asyncio.timeout(self._limits.before_dot):
                await self._client.rset()
        except _LINE_FAULTS:
            self._hang_up()

    async def _hand_over(self, content: bytes) -> Result:
        protocol = self._client.protocol
        if protocol is None:
            return BROKEN_OFF
        reply = asyncio.create_task(protocol.read_response())
        # Nobody listens before the task has begun, and a server on the same machine answers that fast.
        await asyncio.sleep(0)
        try:
            return await self._pour(protocol, content, reply) or await self._dot(protocol, reply)
        finally:
            reply.cancel()

    async def _pour(self, protocol: SMTPProtocol, content: bytes, reply: Reply) -> Result | None:
        """Send everything but the dot; None when it went over the line and the server has not said no already."""
        try:
            async with asyncio.timeout(self._limits.before_dot):
                protocol.write(_LEADING_DOT.sub(b"..", content))
                await _until_empty(protocol, reply)
            answer = reply.result() if reply.done() else None
        except TimeoutError:
            self._hang_up()
            return SILENT
        except _LINE_FAULTS:
            self._hang_up()
            return BROKEN_OFF
        if answer is None:
            return None
        # It did not even wait for the end; what it makes of the rest, nobody knows.
        self._hang_up()
        return judge(answer.code if answer.code >= 400 else 451, Stage.CONTENT)

    async def _dot(self, protocol: SMTPProtocol, reply: Reply) -> Result:
        try:
            protocol.write(b".\r\n")
        except SMTPServerDisconnected:
            self._hang_up()
            return BROKEN_OFF
        try:
            async with asyncio.timeout(self._limits.after_dot):
                answer = await reply
        except _LINE_FAULTS:
            self._hang_up()
            return Uncertain("de mailserver zei niet of hij de mail aannam")
        self._used_at = time.monotonic()
        return judge(answer.code, Stage.CONTENT)

    def _hang_up(self) -> None:
        """End the connection now; what is still on its way must not arrive after we gave up on it."""
        if transport := self._client.transport:
            cast(asyncio.WriteTransport, transport).abort()
        self._client.close()


async def _until_empty(protocol: SMTPProtocol, reply: Reply) -> None:
    """Wait until everything is out of our hands, or the server says something. Raises what ended the connection."""
    pause = 0.0
    while not reply.done():
        if protocol.transport is None:
            raise SMTPServerDisconnected("Connection lost")
        if not cast(asyncio.WriteTransport, protocol.transport).get_write_buffer_size():
            return
        await asyncio.sleep(pause)
        pause = min(pause + 0.001, 0.05)


def _client(relay: RelayAddress, hello: str) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=relay.host,
        port=relay.port,
        username=relay.username,
        password=relay.password,
        use_tls=relay.encrypted,
        start_tls=relay.start_tls,
        local_hostname=hello,
        timeout=None,  # ours bound whole phases; theirs would bound each command on its own
    )

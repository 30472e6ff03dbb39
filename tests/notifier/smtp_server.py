"""A mail server that does what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.servers import free_port

OK = "250 OK"


@dataclass
class Script:
    """What to answer at a stage: a reply, `hang` or `hang up`; the usual where nothing is said.

    A content may also `wait` until `goes_on` is set. Stages: greeting, login, sender, recipient, data, content.
    Replies to one recipient go before replies to all; of several in a list, each is given once.
    """

    replies: dict[str, str] = field(default_factory=dict)
    replies_to: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    def reply(self, stage: str, envelope: Envelope | None) -> str | None:
        """What to say now; None for the usual."""
        for recipient in envelope.rcpt_tos if envelope else ():
            if left := self.replies_to.get(recipient, {}).get(stage):
                return left.pop(0)
        return self.replies.get(stage)


class ScriptedServer:
    """Listens on loopback; can be stopped and started again on the same port."""

    def __init__(self) -> None:
        self.script = Script()
        self.port = free_port()
        self._server: asyncio.Server | None = None
        self._sessions: list[_Conversation] = []

    @property
    def url(self) -> str:
        """Where a mailer finds it."""
        login = "user:wrong@" if "login" in self.script.replies else ""
        return f"smtp://{login}127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Take connections."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Go away, with all connections."""
        if self._server:
            self._server.close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Hang up on everybody."""
        for session in self._sessions:
            session.hang_up()
        self._sessions.clear()

    def _conversation(self) -> "_Conversation":
        self.script.connections += 1
        session = _Conversation(self.script)
        self._sessions.append(session)
        return session


class _Conversation(SMTP):
    def __init__(self, script: Script) -> None:
        options: dict[str, Any] = {"auth_require_tls": False, "authenticator": self._login}
        super().__init__(_Handler(script, self.hang_up), enable_SMTPUTF8=False, hostname="sink", **options)
        self.script = script

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def push(self, status: Any) -> None:
        if str(status).startswith("220") and "greeting" in self.script.replies:
            status = await _answer(self.script.replies["greeting"], self.hang_up)
        await super().push(status)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 (aiosmtpd's name)
        reply = self.script.reply("data", self.envelope)
        if reply is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(await _answer(reply, self.hang_up))

    def _login(self, *_given: object) -> AuthResult:
        return AuthResult(success=False, handled=False)


class _Handler:
    def __init__(self, script: Script, hang_up: Callable[[], None]) -> None:
        self.script = script
        self._hang_up = hang_up

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._say("sender", None)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._say("recipient", envelope)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = self.script.reply("content", envelope) or OK
        if reply[0] not in "45":
            self.script.mails.append(envelope.original_content or b"")
            self.script.recipients.extend(envelope.rcpt_tos)
        if reply == "wait":
            await self.script.goes_on.wait()
            return OK
        return await _answer(reply, self._hang_up)

    async def _say(self, stage: str, envelope: Envelope | None) -> str:
        return await _answer(self.script.reply(stage, envelope) or OK, self._hang_up)


async def _answer(reply: str, hang_up: Callable[[], None]) -> str:
    if reply == "hang":
        await asyncio.sleep(30)
    if reply == "hang up":
        hang_up()
    return reply


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """A running one."""
    server = ScriptedServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()

"""The line to the mail server is slow, broken or not to be trusted: a try ends in time, and we know what came of it."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtplib.protocol import SMTPProtocol
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.notifier.mailer import Deferred, Delivered, Letter, Limits, Refused, RelayDown, SmtpMailer
from tests.faults.proxy import fault_proxy
from tests.notifier.smtp_server import ScriptedServer, scripted_server
from tests.pace import at_leisure

LIMITS = Limits(connect=0.5, before_dot=0.6, after_dot=0.4)
LETTER = Letter("loket@rw.example", "noor@molen.example", b"Subject: x\r\n\r\nHallo\r\n")
# More than any buffer on the way holds.
LARGE = Letter(LETTER.sender, LETTER.recipient, b"Subject: x\r\n\r\n" + (b"x" * 998 + b"\r\n") * 12_000)
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as running:
        yield running


@asynccontextmanager
async def listening(talk: Talk, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that talks so; its port."""
    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def _until_data(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The usual course of a conversation, up to "go on" after DATA."""
    writer.write(b"220 hello\r\n")
    while line := await reader.readline():
        if line.startswith(b"DATA"):
            writer.write(b"354 go on\r\n")
            return
        writer.write(b"250 fine\r\n")


async def test_a_server_that_answers_a_byte_a_second_is_not_waited_for(server: ScriptedServer) -> None:
    with fault_proxy(server.port) as line:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{line.port}", "rw.example", LIMITS)
        line.drip(0.1)
        begun = time.monotonic()
        assert isinstance(await mailer.send(LETTER), RelayDown)
        line.heal()
        assert await mailer.send(LETTER) == Delivered(250)
        line.drip(0.1)
        assert isinstance(await mailer.send(LETTER), Deferred)
        assert time.monotonic() - begun < at_leisure(2 * (LIMITS.connect + LIMITS.before_dot) + 1)
        line.heal()
        assert await mailer.send(LETTER) == Delivered(250)
        await mailer.close()
    assert len(server.script.mails) == 2


async def test_a_server_that_stops_reading_before_the_dot_took_nothing_and_never_gets_the_dot() -> None:
    come = asyncio.Event()
    rest = bytearray()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _until_data(reader, writer)
        await come.wait()
        with suppress(ConnectionError):
            while piece := await reader.read(1 << 20):
                rest.extend(piece)
        come.clear()

    async with listening(deaf) as port:
        result = await SmtpMailer(f"smtp://127.0.0.1:{port}", "rw.example", LIMITS).send(LARGE)
        come.set()
        while come.is_set():
            await asyncio.sleep(0.01)
    assert isinstance(result, Deferred)
    assert rest.startswith(b"Subject: x")
    assert len(rest) < len(LARGE.content)
    assert b"\r\n.\r\n" not in rest


async def test_a_server_that_says_no_in_the_middle_is_believed() -> None:
    async def strict(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _until_data(reader, writer)
        await reader.read(1000)
        writer.write(b"552 too large\r\n")
        await asyncio.sleep(1)

    async with listening(strict) as port:
        result = await SmtpMailer(f"smtp://127.0.0.1:{port}", "rw.example", LIMITS).send(LARGE)
    assert result == Refused(552, "de mail is te groot")


async def test_a_connection_that_ends_before_the_dot_took_nothing() -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _until_data(reader, writer)
        await reader.read(1000)
        writer.transport.abort()

    async with listening(rude) as port:
        result = await SmtpMailer(f"smtp://127.0.0.1:{port}", "rw.example", LIMITS).send(LARGE)
    assert isinstance(result, Deferred)


async def test_a_server_without_tls_where_we_want_it_is_our_fault(server: ScriptedServer) -> None:
    mailer = SmtpMailer(f"smtps://127.0.0.1:{server.port}", "rw.example", LIMITS)
    assert isinstance(await mailer.send(LETTER), RelayDown)


async def test_a_server_that_cannot_prove_who_it_is_is_our_fault(tmp_path: Path) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _until_data(reader, writer)

    async with listening(greet, _signed_by_itself(tmp_path)) as port:
        result = await SmtpMailer(f"smtps://127.0.0.1:{port}", "rw.example", LIMITS).send(LETTER)
    assert isinstance(result, RelayDown)


def _signed_by_itself(folder: Path) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    begin = datetime.now(UTC) - timedelta(days=1)
    unsigned = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(days=2))
    certificate = unsigned.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "both.pem"
    file.write_bytes(private + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def test_an_answer_that_is_there_at_once_is_heard(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = SMTPProtocol.write

    def write_and_hear(protocol: SMTPProtocol, data: bytes) -> None:
        write(protocol, data)
        if data == b".\r\n":
            protocol.data_received(b"251 taken\r\n")

    monkeypatch.setattr(SMTPProtocol, "write", write_and_hear)
    mailer = SmtpMailer(server.url, "rw.example", LIMITS)
    assert await mailer.send(LETTER) == Delivered(251)
    await mailer.close()

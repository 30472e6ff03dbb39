"""One suite for the real mailer, against a real server, and for its twin in memory."""

from collections.abc import AsyncIterator
from typing import Protocol

import pytest

from services.notifier.mailer import (
    Deferred,
    Delivered,
    Letter,
    Limits,
    Mailer,
    MemoryMailer,
    Refused,
    RelayDown,
    Result,
    SmtpMailer,
    Uncertain,
)
from services.notifier.mailer.relay_address import RelayAddress
from tests.notifier.smtp_server import ScriptedServer, scripted_server

LIMITS = Limits(connect=0.5, before_dot=0.3, after_dot=0.3, idle=30)
LETTER = Letter("loket@rw.example", "noor@molen.example", b"Subject: x\r\n\r\n.dot\r\n..two\r\n")
WHY = "waarom"


class Bench(Protocol):
    """A mailer with something behind it that can be told how to behave."""

    mailer: Mailer

    def behave(self, **replies: str) -> None: ...
    def arrived(self) -> list[bytes]: ...


class RealBench:
    def __init__(self, server: ScriptedServer) -> None:
        self.server = server
        self.mailer: Mailer = SmtpMailer(server.url, "rw.example", LIMITS)

    def behave(self, **replies: str) -> None:
        self.server.script.replies = replies
        if "login" in replies:
            self.mailer = SmtpMailer(self.server.url, "rw.example", LIMITS)

    def arrived(self) -> list[bytes]:
        return self.server.script.mails


class MemoryBench:
    """Says what the behaviour comes to, since nothing goes over a line."""

    def __init__(self) -> None:
        self.memory = MemoryMailer()
        self.mailer: Mailer = self.memory

    def behave(self, **replies: str) -> None:
        self.memory.results.extend(self._result(stage, reply) for stage, reply in replies.items())

    def arrived(self) -> list[bytes]:
        return [letter.content for letter in self.memory.taken]

    def _result(self, stage: str, reply: str) -> Result:
        code = int(reply[:3]) if reply[0].isdigit() else None
        if stage in ("greeting", "login") or (stage == "sender" and code and code >= 500):
            return RelayDown(WHY, code)
        if code is None:
            return Uncertain(WHY) if stage == "content" else Deferred(None, WHY)
        return Refused(code, WHY) if code >= 500 else Deferred(code, WHY)


@pytest.fixture(params=["real", "memory"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    if request.param == "memory":
        yield MemoryBench()
        return
    async with scripted_server() as server:
        real = RealBench(server)
        yield real
        await real.mailer.close()


def _outline(result: Result) -> tuple[type[Result], int | None]:
    return type(result), getattr(result, "code", None)


async def test_a_letter_arrives_as_it_was_written(bench: Bench) -> None:
    assert await bench.mailer.send(LETTER) == Delivered(250)
    assert bench.arrived() == [LETTER.content]


@pytest.mark.parametrize(
    ("stage", "reply", "expected"),
    [
        ("greeting", "421 busy", (RelayDown, 421)),
        ("greeting", "554 not for you", (RelayDown, 554)),
        ("greeting", "hang", (RelayDown, None)),
        ("login", "535 no", (RelayDown, 535)),
        ("sender", "550 not you", (RelayDown, 550)),
        ("sender", "421 closing", (Deferred, 421)),
        ("sender", "hang", (Deferred, None)),
        ("sender", "452 no room now", (Deferred, 452)),
        ("sender", "530 log in first", (RelayDown, 530)),
        ("recipient", "421 closing", (Deferred, 421)),
        ("recipient", "450 later", (Deferred, 450)),
        ("recipient", "451 later", (Deferred, 451)),
        ("recipient", "452 mailbox full for now", (Deferred, 452)),
        ("recipient", "552 mailbox full", (Refused, 552)),
        ("recipient", "550 unknown user", (Refused, 550)),
        ("recipient", "hang", (Deferred, None)),
        ("recipient", "hang up", (Deferred, None)),
        ("data", "421 closing", (Deferred, 421)),
        ("data", "451 later", (Deferred, 451)),
        ("data", "554 no", (Refused, 554)),
        ("data", "hang", (Deferred, None)),
        ("content", "421 closing", (Deferred, 421)),
        ("content", "450 later", (Deferred, 450)),
        ("content", "451 later", (Deferred, 451)),
        ("content", "452 no room now", (Deferred, 452)),
        ("content", "550 spam", (Refused, 550)),
        ("content", "552 too large", (Refused, 552)),
        ("content", "554 no", (Refused, 554)),
        ("content", "hang", (Uncertain, None)),
        ("content", "hang up", (Uncertain, None)),
    ],
)
async def test_what_the_server_does_decides_what_became_of_the_letter(
    bench: Bench, stage: str, reply: str, expected: tuple[type[Result], int | None]
) -> None:
    bench.behave(**{stage: reply})

    assert _outline(await bench.mailer.send(LETTER)) == expected
    assert len(bench.arrived()) == (1 if expected[0] is Uncertain else 0)


@pytest.mark.parametrize(
    ("stage", "reply"), [("recipient", "550 unknown"), ("content", "450 later"), ("content", "hang"), ("data", "hang")]
)
async def test_after_a_failure_the_next_letter_goes_out(bench: Bench, stage: str, reply: str) -> None:
    bench.behave(**{stage: reply})
    await bench.mailer.send(LETTER)
    bench.behave()

    assert await bench.mailer.send(LETTER) == Delivered(250)


@pytest.fixture
async def mailer(server: ScriptedServer) -> AsyncIterator[SmtpMailer]:
    made = SmtpMailer(server.url, "rw.example", LIMITS)
    yield made
    await made.close()


async def test_letters_share_one_connection(server: ScriptedServer, mailer: SmtpMailer) -> None:
    for _ in range(5):
        assert await mailer.send(LETTER) == Delivered(250)

    assert server.script.connections == 1


async def test_a_connection_the_server_let_go_of_is_opened_again_unnoticed(
    server: ScriptedServer, mailer: SmtpMailer
) -> None:
    await mailer.send(LETTER)
    server.drop_connections()

    assert await mailer.send(LETTER) == Delivered(250)
    assert len(server.script.mails) == 2


async def test_a_connection_that_stood_idle_is_not_trusted(server: ScriptedServer) -> None:
    mailer = SmtpMailer(server.url, "rw.example", Limits(idle=0))
    await mailer.send(LETTER)
    await mailer.send(LETTER)

    assert server.script.connections == 2
    await mailer.close()


async def test_a_server_that_is_away_is_our_fault_and_over_when_it_is_back(
    server: ScriptedServer, mailer: SmtpMailer
) -> None:
    await server.stop()
    assert _outline(await mailer.send(LETTER)) == (RelayDown, None)
    await server.start()

    assert await mailer.send(LETTER) == Delivered(250)


async def test_no_reply_of_a_server_is_repeated_as_it_could_name_people(
    server: ScriptedServer, mailer: SmtpMailer
) -> None:
    server.script.replies = {"recipient": "550 <noor@molen.example> is unknown"}

    result = await mailer.send(LETTER)

    assert isinstance(result, Refused)
    assert result.why == "de mailserver weigert dit adres"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:25", False),
        ("smtp://localhost:25", False),
        ("smtp://relay.example:25", None),
        ("smtp://user:secret@relay.example:587", True),
        ("smtps://user:secret@relay.example:465", False),
    ],
)
def test_a_password_never_goes_over_an_open_line(url: str, expected: bool | None) -> None:
    assert RelayAddress.of(url).start_tls is expected


def test_an_address_with_signs_in_the_password_is_read_right() -> None:
    relay = RelayAddress.of("smtps://loket%40x.nl:p%3Aw%2Fd@relay.example")

    assert (relay.username, relay.password, relay.encrypted) == ("loket@x.nl", "p:w/d", True)
    assert "p:w/d" not in repr(relay)

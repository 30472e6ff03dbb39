"""The proxy breaks what it is told to break, and nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.faults.line import Stream, Way
from tests.faults.proxy import FaultProxy, fault_proxy

SOON = 0.3


@pytest.fixture
async def heard() -> list[bytes]:
    """What reached the server."""
    return []


@pytest.fixture
async def proxy(heard: list[bytes]) -> AsyncIterator[FaultProxy]:
    """A proxy before a server that answers each line with the same line."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            heard.append(line)
            writer.write(line)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    with fault_proxy(server.sockets[0].getsockname()[1]) as made:
        yield made
    server.close()


async def _line_to(proxy: FaultProxy) -> Stream:
    return await asyncio.open_connection("127.0.0.1", proxy.port)


async def _says(line: Stream, words: bytes) -> bytes:
    """What comes back; empty when the connection ends. Raises TimeoutError when nothing does."""
    line[1].write(words)
    async with asyncio.timeout(SOON):
        try:
            return await line[0].readline()
        except OSError:
            return b""


async def _is_silent(line: Stream, words: bytes) -> bool:
    try:
        await _says(line, words)
    except TimeoutError:
        return True
    return False


async def test_it_passes_everything_both_ways(proxy: FaultProxy) -> None:
    line = await _line_to(proxy)
    assert await _says(line, b"one\n") == b"one\n"
    assert await _says(line, b"two\n") == b"two\n"


async def test_what_stalls_arrives_when_it_heals(proxy: FaultProxy, heard: list[bytes]) -> None:
    line = await _line_to(proxy)
    proxy.stall()
    assert await _is_silent(line, b"one\n")
    assert heard == []
    proxy.heal()
    assert await line[0].readline() == b"one\n"


async def test_one_way_only_the_answer_is_missing(proxy: FaultProxy, heard: list[bytes]) -> None:
    line = await _line_to(proxy)
    proxy.stall(Way.OUT)
    assert await _is_silent(line, b"one\n")
    assert heard == [b"one\n"]


async def test_a_delay_holds_for_both_ways(proxy: FaultProxy) -> None:
    line = await _line_to(proxy)
    proxy.delay(0.1)
    begun = asyncio.get_running_loop().time()
    assert await _says(line, b"one\n") == b"one\n"
    assert asyncio.get_running_loop().time() - begun >= 0.2


async def test_what_is_cut_ends_and_a_new_connection_works(proxy: FaultProxy) -> None:
    line = await _line_to(proxy)
    await _says(line, b"one\n")
    proxy.cut()
    assert await _says(line, b"two\n") == b""
    assert await _says(await _line_to(proxy), b"three\n") == b"three\n"


async def test_while_it_refuses_new_connections_end_too(proxy: FaultProxy) -> None:
    proxy.refuse()
    assert await _says(await _line_to(proxy), b"one\n") == b""
    proxy.heal()
    assert await _says(await _line_to(proxy), b"two\n") == b"two\n"


async def test_half_open_the_client_is_not_told(proxy: FaultProxy, heard: list[bytes]) -> None:
    line = await _line_to(proxy)
    await _says(line, b"one\n")
    proxy.half_open()
    assert await _is_silent(line, b"two\n")
    assert heard == [b"one\n"]


async def test_it_cuts_after_so_many_bytes(proxy: FaultProxy) -> None:
    line = await _line_to(proxy)
    proxy.cut_after(10)
    assert await _says(line, b"one\n") == b"one\n"
    assert await _says(line, b"three\n") == b""


@pytest.mark.parametrize("answered", [False, True])
async def test_it_cuts_where_bytes_pass_before_or_after_the_server_saw_them(
    proxy: FaultProxy, heard: list[bytes], answered: bool
) -> None:
    line = await _line_to(proxy)
    trap = proxy.cut_at(b"COMMIT", answered=answered)
    assert await _says(line, b"begin\n") == b"begin\n"
    line[1].write(b"COM")
    await asyncio.sleep(0.02)
    assert await _says(line, b"MIT\n") == b""
    assert trap.sprung.is_set()
    assert (b"COMMIT\n" in heard) is answered
    assert await _says(await _line_to(proxy), b"COMMIT\n") == b"COMMIT\n"


async def test_it_cuts_only_the_connection_that_carried_something_before(proxy: FaultProxy) -> None:
    other, line = await _line_to(proxy), await _line_to(proxy)
    trap = proxy.cut_at(b"COMMIT", answered=False, carried=b"noor@molen.example")
    for one in (other, line):
        assert await _says(one, b"COMMIT\n") == b"COMMIT\n"
    assert await _says(line, b"noor@molen.example\n") == b"noor@molen.example\n"
    assert await _says(other, b"COMMIT\n") == b"COMMIT\n"
    assert not trap.sprung.is_set()
    assert await _says(line, b"COMMIT\n") == b""
    assert trap.sprung.is_set()


async def test_one_connection_falls_silent_where_bytes_pass_and_others_go_on(proxy: FaultProxy) -> None:
    silent, other = await _line_to(proxy), await _line_to(proxy)
    trap = proxy.silence_at(b"DATA")
    assert await _says(silent, b"one\n") == b"one\n"
    assert await _is_silent(silent, b"DATA\n")
    assert trap.sprung.is_set()
    assert await _says(other, b"DATA\n") == b"DATA\n"


async def test_an_answer_drips_byte_by_byte(proxy: FaultProxy) -> None:
    line = await _line_to(proxy)
    proxy.drip(0.02)
    begun = asyncio.get_running_loop().time()
    assert await _says(line, b"four\n") == b"four\n"
    assert asyncio.get_running_loop().time() - begun >= 4 * 0.02


async def test_flapping_it_comes_and_goes(proxy: FaultProxy) -> None:
    with proxy.flapping(up=0.1, down=0.1):
        answers = [await _says(await _line_to(proxy), b"one\n") for _ in range(30) if await asyncio.sleep(0.02, True)]
    assert set(answers) == {b"", b"one\n"}
    assert await _says(await _line_to(proxy), b"two\n") == b"two\n"

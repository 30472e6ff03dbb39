"""A proxy that breaks connections the way networks do. It runs beside the test, in a thread of its own.

It listens on a port of loopback and passes everything on to a port or to a socket file. A fault holds from the call
that sets it until the next call, or until `heal`.
"""

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

PIECE = 64 * 1024
LOOPBACK = "127.0.0.1"
CONTROL_SECONDS = 10
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Way(Enum):
    """A direction through the proxy."""

    IN = "to the server"
    OUT = "to the client"


@dataclass
class Trap:
    """Cut where these bytes pass on their way in: before the server sees them, or once it has answered them."""

    pattern: bytes
    answered: bool
    sprung: threading.Event = field(default_factory=threading.Event)


@dataclass
class Faults:
    """What is wrong with the line now."""

    delay: float = 0
    stalled: frozenset[Way] = frozenset()
    refusing: bool = False
    hides_ends: bool = False
    bytes_left: int | None = None
    trap: Trap | None = None


class FaultProxy:
    """The line between the clients and the server at `target`. `accepted` counts connections since the start."""

    def __init__(self, target: int | Path) -> None:
        self.faults = Faults()
        self.accepted = self.port = 0
        self._target = target
        self._lines: set[_Line] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._listening: asyncio.Server | None = None

    def start(self) -> None:
        """Take connections."""
        self._thread.start()
        self._do(self._listen())

    def stop(self) -> None:
        """End every connection and take no more."""
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def heal(self) -> None:
        """Pass everything again, what was held back included."""
        self._do(self._set(Faults()))

    def delay(self, seconds: float) -> None:
        """Everything arrives so much later, both ways."""
        self._do(self._set(Faults(delay=seconds)))

    def stall(self, *ways: Way) -> None:
        """A black hole: connections stay and new ones are taken, but nothing arrives (these ways, or neither)."""
        self._do(self._set(Faults(stalled=frozenset(ways or Way))))

    def refuse(self) -> None:
        """Nobody is there: connections end, new ones end at once."""
        self._do(self._set(Faults(refusing=True)))
        self.cut()

    def cut(self) -> None:
        """End the connections there are; new ones are taken."""
        self._do(self._cut())

    def half_open(self) -> None:
        """The server's side of the connections ends; the clients are not told and hear nothing any more."""
        self._do(self._leave_clients())

    def hide_ends(self) -> None:
        """Pass everything but the end of a connection."""
        self._do(self._set(Faults(hides_ends=True)))

    def cut_after(self, count: int) -> None:
        """Cut the connection that carries the byte after so many from now on."""
        self._do(self._set(Faults(bytes_left=count)))

    def cut_at(self, pattern: bytes, *, answered: bool) -> Trap:
        """Cut the first connection on which these bytes go to the server, once.

        With `answered` the server gets them and its answer is lost; without, it never gets them.
        """
        trap = Trap(pattern, answered)
        self._do(self._set(Faults(trap=trap)))
        return trap

    @contextmanager
    def flapping(self, up: float, down: float) -> Iterator[None]:
        """The server is gone and back by turns, for so many seconds each."""
        flaps = asyncio.run_coroutine_threadsafe(self._flap(up, down), self._loop)
        try:
            yield
        finally:
            flaps.cancel()
            self.heal()

    async def _flap(self, up: float, down: float) -> None:
        while True:
            self.faults = Faults(refusing=True)
            await self._cut()
            await asyncio.sleep(down)
            self.faults = Faults()
            await asyncio.sleep(up)

    async def _set(self, faults: Faults) -> None:
        self.faults = faults

    async def _cut(self) -> None:
        for line in list(self._lines):
            line.end()

    async def _leave_clients(self) -> None:
        for line in list(self._lines):
            line.leave_client()

    async def _listen(self) -> None:
        self._listening = await asyncio.start_server(self._serve, LOOPBACK, 0)
        self.port = self._listening.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        if self._listening:
            self._listening.close()
        self.faults = Faults()
        while self._lines:
            await self._cut()
            await asyncio.sleep(0.01)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        try:
            there = await self._reach()
        except OSError:
            writer.transport.abort()
            return
        line = _Line(self, (reader, writer), there)
        self._lines.add(line)
        try:
            await line.run()
        finally:
            self._lines.discard(line)
            line.end()

    async def _reach(self) -> Stream:
        if self.faults.refusing:
            raise ConnectionRefusedError
        if isinstance(self._target, Path):
            return await asyncio.open_unix_connection(self._target)
        return await asyncio.open_connection(LOOPBACK, self._target)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(CONTROL_SECONDS)


class _Line:
    """One connection on both sides of the proxy."""

    def __init__(self, proxy: FaultProxy, client: Stream, server: Stream) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._seen = b""
        self._answer_is_lost = self._client_is_left = False

    async def run(self) -> None:
        """Pass on until both sides are done."""
        inward = self._pump(self._client[0], self._server[1], Way.IN)
        outward = self._pump(self._server[0], self._client[1], Way.OUT)
        with suppress(OSError):
            await asyncio.gather(inward, outward)

    def end(self) -> None:
        """Cut both sides."""
        for _, writer in (self._client, self._server):
            writer.transport.abort()

    def leave_client(self) -> None:
        """Cut the server's side only."""
        self._client_is_left = True
        self._server[1].transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
        while piece := await self._next(reader):
            await self._passage(way)
            if self._client_is_left or not self._may_pass(piece, way):
                continue
            writer.write(piece)
            await writer.drain()
        await self._passage(way)
        while self._proxy.faults.hides_ends:
            await asyncio.sleep(0.01)
        if not self._client_is_left and writer.can_write_eof():
            writer.write_eof()

    async def _next(self, reader: asyncio.StreamReader) -> bytes:
        try:
            return await reader.read(PIECE)
        except OSError:
            if not self._client_is_left:
                raise
            return b""

    async def _passage(self, way: Way) -> None:
        due = time.monotonic() + self._proxy.faults.delay
        while time.monotonic() < due and self._proxy.faults.delay:
            await asyncio.sleep(0.01)
        while way in self._proxy.faults.stalled:
            await asyncio.sleep(0.01)

    def _may_pass(self, piece: bytes, way: Way) -> bool:
        faults = self._proxy.faults
        if faults.bytes_left is not None:
            faults.bytes_left -= len(piece)
            if faults.bytes_left < 0:
                self.end()
                return False
        if way is Way.OUT and self._answer_is_lost:
            self._spring()
            return False
        return way is Way.OUT or faults.trap is None or self._passes(faults.trap, piece)

    def _passes(self, trap: Trap, piece: bytes) -> bool:
        seen, self._seen = self._seen + piece, piece[-len(trap.pattern) + 1 :]
        if trap.pattern not in seen:
            return True
        if trap.answered:
            self._answer_is_lost = True
            return True
        self._spring()
        return False

    def _spring(self) -> None:
        trap, self._proxy.faults.trap = self._proxy.faults.trap, None
        self.end()
        if trap:
            trap.sprung.set()


@contextmanager
def fault_proxy(target: int | Path) -> Iterator[FaultProxy]:
    """A proxy that runs."""
    proxy = FaultProxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()

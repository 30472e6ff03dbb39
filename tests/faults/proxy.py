"""A proxy that breaks connections the way networks do. It runs beside the test, in a thread of its own.

It listens on a port of loopback and passes everything on to a port or to a socket file. A fault holds from the call
that sets it until the next call, or until `heal`.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.line import Faults, Line, Stream, Trap, Way

LOOPBACK = "127.0.0.1"
CONTROL_SECONDS = 10


class FaultProxy:
    """The line between the clients and the server at `target`. `accepted` counts connections since the start."""

    def __init__(self, target: int | Path) -> None:
        self.faults = Faults()
        self.accepted = self.port = 0
        self._target = target
        self._lines: set[Line] = set()
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

    def drip(self, pause: float) -> None:
        """Every byte of an answer comes by itself, so many seconds after the one before."""
        self._do(self._set(Faults(drip=pause)))

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

    def cut_at(self, pattern: bytes, *, answered: bool, carried: bytes = b"") -> Trap:
        """Cut the first connection on which these bytes go to the server after it carried those, once.

        With `answered` the server gets them and its answer is lost; without, it never gets them.
        """
        return self._set_trap(Trap(pattern, carried, answered=answered))

    def silence_at(self, pattern: bytes) -> Trap:
        """From these bytes on, the first connection on which they go to the server hears and says nothing more."""
        return self._set_trap(Trap(pattern, silent=True))

    def _set_trap(self, trap: Trap) -> Trap:
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
        line = Line(self, (reader, writer), there)
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


@contextmanager
def fault_proxy(target: int | Path) -> Iterator[FaultProxy]:
    """A proxy that runs."""
    proxy = FaultProxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()

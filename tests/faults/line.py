"""One connection through the proxy, and what can be wrong with it."""

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

PIECE = 64 * 1024
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Way(Enum):
    """A direction through the proxy."""

    IN = "to the server"
    OUT = "to the client"


@dataclass
class Trap:
    """Something happens to the connection on which these bytes go to the server, after it `carried` those.

    It is cut before the server sees them, or once it has `answered` them; or it falls `silent` for good.
    """

    pattern: bytes
    carried: bytes = b""
    answered: bool = False
    silent: bool = False
    sprung: threading.Event = field(default_factory=threading.Event)


@dataclass
class Faults:
    """What is wrong with the line now."""

    delay: float = 0
    drip: float = 0
    stalled: frozenset[Way] = frozenset()
    refusing: bool = False
    hides_ends: bool = False
    bytes_left: int | None = None
    trap: Trap | None = None


class HasFaults(Protocol):
    """Whoever decides what is wrong with the line now."""

    faults: Faults


class Line:
    """One connection on both sides of the proxy."""

    def __init__(self, whose: HasFaults, client: Stream, server: Stream) -> None:
        self._proxy, self._client, self._server = whose, client, server
        self._seen = b""
        self._carries: Trap | None = None
        self._answer_is_lost = self._client_is_left = self._silent = False

    async def run(self) -> None:
        """Pass on until both sides are done."""
        inward = self._pump(self._client[0], self._server[1], Way.IN)
        outward = self._pump(self._server[0], self._client[1], Way.OUT)
        with suppress(OSError):
            await asyncio.gather(inward, outward)

    def end(self) -> None:
        """Cut both sides."""
        self._silent = False
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
            await self._write(writer, piece, way)
        await self._passage(way)
        while self._proxy.faults.hides_ends:
            await asyncio.sleep(0.01)
        if not self._client_is_left and writer.can_write_eof():
            writer.write_eof()

    async def _write(self, writer: asyncio.StreamWriter, piece: bytes, way: Way) -> None:
        for part in _bytes_of(piece) if way is Way.OUT and self._proxy.faults.drip else [piece]:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(self._proxy.faults.drip)

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
        while self._silent or way in self._proxy.faults.stalled:
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
        seen = self._seen + piece
        self._seen = seen[1 - max(len(trap.pattern), len(trap.carried)) :]
        if trap.carried in seen:
            self._carries = trap
        # No more of what passed before than a pattern that is cut in two needs.
        if self._carries is not trap or trap.pattern not in seen[1 - len(piece) - len(trap.pattern) :]:
            return True
        if trap.answered:
            self._answer_is_lost = True
            return True
        self._spring()
        self._silent = trap.silent
        return False

    def _spring(self) -> None:
        trap, self._proxy.faults.trap = self._proxy.faults.trap, None
        if not (trap and trap.silent):
            self.end()
        if trap:
            trap.sprung.set()


def _bytes_of(piece: bytes) -> list[bytes]:
    return [piece[at : at + 1] for at in range(len(piece))]

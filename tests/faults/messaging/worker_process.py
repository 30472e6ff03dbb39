"""A worker process that a test may kill, stop and end; it is the real one, forked from a process that imported it."""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from deploy.embedded.forked import Forked, RunningFork, start_preloading
from tests.browserlike import settings_for_tests
from tests.faults.messaging.mortal import Changes, work_changed
from tests.pace import at_leisure

START_SECONDS = at_leisure(20)
TICKS = os.sysconf("SC_CLK_TCK")


class WorkerProcess:
    """A started worker. Its log is kept as it comes."""

    def __init__(self, fork: RunningFork, services: int) -> None:
        self._fork, self._services = fork, services
        self.log: list[dict[str, Any]] = []
        self._reading = asyncio.create_task(self._read())
        self._ending = asyncio.create_task(fork.wait())

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        self._fork.send(number)

    async def ended(self, at_most: float) -> int:
        """Its exit code; negative for the signal that ended it. Raises TimeoutError with what it logged."""
        try:
            code = await asyncio.wait_for(asyncio.shield(self._ending), at_most)
        except TimeoutError:
            raise TimeoutError(self.log[-5:]) from None
        await self._reading
        return code

    async def kill(self) -> None:
        """End it at once, also when it is stopped."""
        self.send(signal.SIGKILL)
        await self._ending
        await self._reading

    async def started(self) -> None:
        """Wait until every service of it works. Raises RuntimeError with its log when it ended instead."""
        async with asyncio.timeout(START_SECONDS):
            while sum(line.get("event") == "worker_started" for line in self.log) < self._services:
                if self._ending.done():
                    raise RuntimeError(self.log[-5:])
                await asyncio.sleep(0.02)

    async def has_said(self, event: str) -> bool:
        """Whether a line with this event is in its log."""
        return any(line.get("event") == event for line in self.log)

    def cpu_seconds(self) -> float:
        """The processor time it has used."""
        fields = Path(f"/proc/{self._fork.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    async def busy(self, seconds: float) -> float:
        """The share of one processor it takes during some seconds."""
        before, started = self.cpu_seconds(), time.monotonic()
        await asyncio.sleep(seconds)
        return (self.cpu_seconds() - before) / (time.monotonic() - started)

    async def _read(self) -> None:
        while line := await self._fork.output.readline():
            with suppress(json.JSONDecodeError):
                self.log.append(json.loads(line))


Launch = Callable[..., Awaitable[WorkerProcess]]


@asynccontextmanager
async def worker_processes(database_url: str, nats_url: str) -> AsyncIterator[Launch]:
    """`await launch("triage", dies_at="after the commit")`: workers on one database and broker; all end afterwards."""
    start_preloading()
    started: list[WorkerProcess] = []
    environment = _environment(database_url, nats_url)

    async def launch(*services: str, changes: Changes | None = None, **more: str) -> WorkerProcess:
        forked = Forked("worker", work_changed, (services, changes or Changes()), environment | more)
        started.append(WorkerProcess(await forked.launch(), len(services)))
        return started[-1]

    try:
        yield launch
    finally:
        for process in started:
            await process.kill()


def _environment(database_url: str, nats_url: str) -> dict[str, str]:
    known = settings_for_tests()
    return {
        "DATABASE_URL": database_url,
        "NATS_URL": nats_url,
        "SMTP_URL": known.smtp_url.get_secret_value(),
        "PUBLIC_URL": known.public_url,
        "SECRET_KEY": known.secret_key.get_secret_value(),
        "SESSION_PUBLIC_KEY": known.session_public_key,
        "LOG_LEVEL": "INFO",
    }

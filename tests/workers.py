"""A service's worker inside the test process: the same parts the worker process runs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from shared.database import Database
from shared.messaging.jobs import Job
from shared.messaging.service_worker import ServiceWorker
from shared.messaging.subscribing import FactSubscribers
from shared.messaging.together import end
from shared.settings import Settings
from tests.browserlike import settings_for_tests
from tests.pace import at_leisure


class Worker:
    """Started and stopped by hand; `crash` stops it without letting anything finish."""

    def __init__(
        self,
        facts: FactSubscribers,
        database: Database,
        nats_url: str,
        *,
        jobs: Sequence[Job] = (),
        settings: Settings | None = None,
    ) -> None:
        self._stopping = asyncio.Event()
        chosen = settings or settings_for_tests(nats_url=nats_url)
        self.service = ServiceWorker(facts, jobs, chosen, database, self._stopping)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Run all parts."""
        self._tasks = [asyncio.create_task(part()) for part in self.service.parts()]

    @property
    def lives(self) -> bool:
        """Whether every part still runs."""
        return not any(task.done() for task in self._tasks)

    @property
    def has_failed(self) -> bool:
        """Whether a part ended by an error."""
        return any(task.done() and not task.cancelled() and task.exception() for task in self._tasks)

    async def failure(self) -> BaseException:
        """Wait until a part fails, and say with what."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION, timeout=20)
        errors = [task.exception() for task in done]
        return next(error for error in errors if error)

    async def stop(self) -> None:
        """Stop as on SIGTERM."""
        self._stopping.set()
        with suppress(Exception):
            await self.service.stop()
        await end(self._tasks)


async def until(condition: Callable[[], Awaitable[bool]], at_most: float = at_leisure(15)) -> None:
    """Wait until something is so. Raises TimeoutError when it does not become so."""
    async with asyncio.timeout(at_most):
        while not await condition():
            await asyncio.sleep(0.02)

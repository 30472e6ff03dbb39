"""The worker process: what the services named hear, relay and do by themselves, until asked to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from shared.database import Database
from shared.logging import describe, get_logger
from shared.messaging.jobs import Job
from shared.messaging.service_worker import ServiceWorker
from shared.messaging.streams import Durable
from shared.messaging.subscribing import FactSubscribers
from shared.messaging.together import end
from shared.messaging.watchdog import Watchdog
from shared.settings import Settings

log = get_logger(__name__)


@dataclass(frozen=True)
class WorkerService:
    """What the worker needs to know of one service; `hearers` is where its facts are heard."""

    name: str
    facts: FactSubscribers
    jobs: Sequence[Job] = field(default_factory=list)
    hearers: Sequence[Durable] = field(default_factory=list)


async def run_worker(services: Sequence[WorkerService], settings: Settings, databases: Mapping[str, Database]) -> None:
    """Work until SIGTERM or SIGINT. Raises what a part could not survive, after stopping the others."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    workers = [
        ServiceWorker(service.facts, service.jobs, settings, databases[service.name], stopping, service.hearers)
        for service in services
    ]
    parts = [asyncio.create_task(part()) for worker in workers for part in worker.parts()]
    Watchdog([worker.progress for worker in workers]).start()
    failure = await _first_failure(parts, stopping)
    stopping.set()
    await asyncio.gather(*(_quietly(worker.stop) for worker in workers))
    await end(parts)
    await asyncio.gather(*(database.close() for database in databases.values()))
    if failure:
        raise failure


async def _first_failure(parts: Sequence[asyncio.Task[None]], stopping: asyncio.Event) -> BaseException | None:
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait([*parts, stop], return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    for task in parts:
        if task.done() and not task.cancelled() and (error := task.exception()):
            log.error("worker_part_failed", error=describe(error))
            return error
    return None


async def _quietly(stop: Callable[[], Awaitable[None]]) -> None:
    # Stopping while the broker is away raises; what was not acked is delivered again later.
    with suppress(Exception):
        await stop()

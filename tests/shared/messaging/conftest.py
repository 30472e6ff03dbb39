from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from shared.database import Database
from shared.messaging.provisioning import provision
from shared.messaging.streams import advisory_durable
from shared.messaging.subscribing import FactSubscribers
from tests.servers import NatsServer
from tests.workers import Worker

Start = Callable[[FactSubscribers], Awaitable[Worker]]


@pytest.fixture
async def working(databases: Callable[[str], Database], nats: NatsServer) -> AsyncIterator[Start]:
    """`await working(facts)`: a worker that hears these facts on the test's own broker."""
    workers: list[Worker] = []

    async def start(facts: FactSubscribers) -> Worker:
        durables = facts.durables
        await provision(nats.url, [*durables, advisory_durable(facts.service, durables)] if durables else [])
        worker = Worker(facts, databases(facts.service), nats.url)
        workers.append(worker)
        await worker.start()
        return worker

    yield start
    for worker in workers:
        await worker.stop()

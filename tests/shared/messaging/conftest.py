from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.cloud_event import CloudEvent
from shared.contracts.intake import AnswerGivenV1
from shared.database import Database
from shared.messaging.provisioning import provision
from shared.messaging.streams import advisory_durable
from shared.messaging.subscribing import FactSubscribers
from tests.servers import NatsServer
from tests.workers import Worker

Start = Callable[[FactSubscribers], Awaitable[Worker]]


class Hearing:
    """A subscriber that notes what it hears, and fails when told to."""

    def __init__(self) -> None:
        self.facts = FactSubscribers("intake")
        self.heard: list[AnswerGivenV1] = []
        self.faults: list[Exception] = []
        self.facts.hears(AnswerGivenV1)(self._on_answer)

    async def _on_answer(self, _session: AsyncSession, event: CloudEvent[AnswerGivenV1]) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.heard.append(event.data)

    async def has_heard(self, count: int) -> bool:
        return len(self.heard) >= count


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

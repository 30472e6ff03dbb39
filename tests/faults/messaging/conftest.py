from collections.abc import AsyncIterator, Callable

import pytest

from shared.database import Database
from tests.faults.messaging.stage import Stage, staged
from tests.faults.messaging.worker_process import Launch, worker_processes
from tests.servers import NatsServer


@pytest.fixture
async def stage(databases: Callable[[str], Database], nats: NatsServer) -> AsyncIterator[Stage]:
    """Triage on a database and a broker of the test's own; nobody works yet."""
    async with staged(databases, nats) as made:
        yield made


@pytest.fixture
async def launch(database_url: str, nats: NatsServer) -> AsyncIterator[Launch]:
    """`await launch("triage")`: a worker process on the same database and broker."""
    async with worker_processes(database_url, nats.url) as made:
        yield made

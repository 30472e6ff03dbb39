"""A worker that is asked to end while it is still starting leaves nothing behind that pulls."""

import asyncio
from collections.abc import Callable

from deploy.services import durables_of
from services.notifier.subscribers import facts
from shared.database import Database
from shared.messaging.provisioning import provision
from tests.servers import NatsServer
from tests.workers import Worker

# Seconds after the start: while it connects, looks at its durables, subscribes, and at work.
MOMENTS = (0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.18, 0.25, 0.6)


async def test_a_worker_that_ends_while_it_starts_pulls_nothing_any_more(
    databases: Callable[[str], Database], nats: NatsServer
) -> None:
    await provision(nats.url, durables_of("notifier"))
    for moment in MOMENTS:
        worker = Worker(facts, databases("notifier"), nats.url)
        await worker.start()
        await asyncio.sleep(moment)
        await worker.stop()
        await asyncio.sleep(0.05)
        assert [task for task in asyncio.all_tasks() if "_consume_pull" in repr(task)] == []

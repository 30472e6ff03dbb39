import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from nats.aio.client import Client
from nats.errors import ConnectionClosedError
from nats.errors import Error as NatsError

from shared.database import Database, is_infrastructure
from shared.logging import describe, get_logger
from shared.messaging import provisioning, sweeping
from shared.messaging.advisories import Advisories
from shared.messaging.broker import make_broker
from shared.messaging.broker_watch import BrokerWatch
from shared.messaging.changes import Changes
from shared.messaging.connection import connect
from shared.messaging.consuming import Consumer
from shared.messaging.failures import Alarm
from shared.messaging.heartbeat import beat
from shared.messaging.jobs import Job, JobContext, channels_of
from shared.messaging.parked.retrying import ParkedRetries
from shared.messaging.progress import Progress
from shared.messaging.relay import Relay
from shared.messaging.streams import Durable, advisory_durable
from shared.messaging.streams_seen import Refill
from shared.messaging.subscribing import FactSubscribers
from shared.messaging.together import end, run_together
from shared.messaging.wakeups import Wakeups
from shared.settings import Settings

log = get_logger(__name__)

SWEEP_INBOX_SECONDS = 60.0
FAULT_PAUSE_SECONDS = 2.0


class ConnectionClosed(Alarm):
    """The broker's client gave up for good; the process must end and start anew."""


class ServiceWorker:
    """All that one service does in the worker process."""

    def __init__(
        self,
        facts: FactSubscribers,
        jobs: Sequence[Job],
        settings: Settings,
        database: Database,
        stopping: asyncio.Event,
        hearers: Sequence[Durable] = (),
    ) -> None:
        self._settings, self._database, self._stopping = settings, database, stopping
        self._name = facts.service
        self._durables, self._hearers = facts.durables, hearers
        self._advisories = advisory_durable(self._name, self._durables)
        self._needed = [*self._durables, self._advisories] if self._durables else []
        self.progress = Progress(facts.service)
        self._changes = Changes(database)
        self._consumers = {
            item.name: Consumer(item, database, self.progress, self._changes) for item in facts.subscriptions
        }
        self._jobs = [
            *jobs,
            *ParkedRetries(self._consumers).jobs(),
            Job(sweeping.JOB, self._sweep_inbox, SWEEP_INBOX_SECONDS),
        ]
        self._wakeups = Wakeups(database, channels_of(jobs))
        seed = settings.nats_seeds.get(self._name)
        self._seed = seed.get_secret_value() if seed else None
        self._broker = make_broker(self._name, settings.nats_url, seed=self._seed, closed=self._closed)
        self._closed_for_good = asyncio.Event()
        self._refused = f"the broker refuses the connection of {self._name}: is its key still the right one?"
        self._client: Client | None = None
        self._starting: asyncio.Task[Any] | None = None

    def parts(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        """The loops to run side by side."""
        loops = [self._wakeups.run, self._changes.run, self._beat, self._work_with_broker]
        return [*loops, *(self._loop(job) for job in self._jobs)]

    async def stop(self) -> None:
        """Let what is being handled finish, then close the connections."""
        if self._starting:
            # A pull that began after the end would ask a closed connection without a pause (research: trap F8).
            await end([self._starting])
        await self._broker.stop()
        if self._client:
            await self._client.close()

    async def _beat(self) -> None:
        await beat(self._database, self.progress)

    async def _work_with_broker(self) -> None:
        self._starting = asyncio.current_task()
        try:
            client = await self._begin()
        finally:
            self._starting = None
        try:
            await run_together(self._loops_with(client))
        except ConnectionClosedError:
            raise ConnectionClosed(self._refused) from None

    async def _begin(self) -> Client:
        # Without room to buffer, a publish fails at once while the broker is away, and is not sent behind our back.
        self._client = await connect(
            self._settings.nats_url,
            name=f"regelwijzer-{self._name}",
            seed=self._seed,
            pending_size=-1,
            closed_cb=self._closed,
        )
        await self._check_provisioned(self._client, self._needed)
        await self._start_consumers()
        return self._client

    def _loops_with(self, client: Client) -> list[Coroutine[Any, Any, None]]:
        jetstream = client.jetstream()
        loops = [
            Relay(self._database, jetstream, self._wakeups, self.progress).run(),
            BrokerWatch(self._database, client, self._needed, self.progress).run(),
            Refill(self._database, client, self._hearers, self.progress).run(),
            self._watch_connection(),
        ]
        if self._durables:
            loops.append(Advisories(self._database, jetstream, self._advisories, self.progress).run())
        return loops

    async def _check_provisioned(self, client: Client, needed: Sequence[Durable]) -> None:
        while True:
            try:
                await provisioning.check(client.jsm(), needed)
            except ConnectionClosedError:
                raise
            except (NatsError, OSError, TimeoutError) as error:
                # It went away since we connected.
                log.warning("broker_not_seen", service=self._name, error=describe(error))
                await asyncio.sleep(FAULT_PAUSE_SECONDS)
            else:
                return

    async def _start_consumers(self) -> None:
        for consumer in self._consumers.values():
            consumer.attach(self._broker)
        await self._broker.start()
        for consumer in self._consumers.values():
            consumer.watch()
        log.info("worker_started", service=self._name, hears=len(self._consumers))

    async def _watch_connection(self) -> None:
        await self._closed_for_good.wait()
        raise ConnectionClosed(self._refused)

    async def _closed(self) -> None:
        if not self._stopping.is_set():
            self._closed_for_good.set()

    def _loop(self, job: Job) -> Callable[[], Coroutine[Any, Any, None]]:
        context = JobContext(self._database, self._settings, lambda: self.progress.note(job.name))
        self.progress.expect(job.name, job.every_seconds + job.limit_seconds)

        async def run() -> None:
            while True:
                self.progress.note(job.name)
                try:
                    await job.run(context)
                except Exception as error:
                    if not is_infrastructure(error):
                        raise
                    log.warning("job_waits", job=job.name, error=describe(error))
                    await asyncio.sleep(FAULT_PAUSE_SECONDS)
                await self._pause(job)

        return run

    async def _pause(self, job: Job) -> None:
        if job.wake_channel:
            await self._wakeups.wait(job.wake_channel, job.every_seconds)
        else:
            await asyncio.sleep(job.every_seconds)

    async def _sweep_inbox(self, _context: JobContext) -> None:
        if self._client and self._client.is_connected:
            for consumer in self._consumers.values():
                self.progress.note(sweeping.JOB)
                await sweeping.sweep(self._client.jsm(), consumer)

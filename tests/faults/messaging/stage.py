"""One service on a database and a broker of its own: what others say to it, and what came of that."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import asyncpg
from nats.aio.client import Client
from sqlalchemy import text

from deploy.nats.permissions import PROVISION
from deploy.services import durables_of, existing
from shared.contracts.base import Fact
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.triage import CaseOpenedV1
from shared.database import Database
from shared.ids import new_id
from shared.messaging import outbox
from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from shared.messaging.streams import Durable
from tests.builders import a_report_submitted
from tests.pace import at_leisure
from tests.servers import NatsServer
from tests.workers import until

COUNTED = """
    select (select count(*) from cases where report_id = :id) as cases,
           (select count(*) from history where about_id = :id) as lines,
           (select count(*) from outbox where subject = :subject) as facts,
           (select count(*) from inbox where event_id = :event) as memories
"""
# Storing a report with this title takes so many seconds.
SLEEPS = "sleeps "
SLOW = f"""
    create function sleep_on_request() returns trigger language plpgsql as $$
        begin
            if new.title like '{SLEEPS}%' then perform pg_sleep(substr(new.title, {len(SLEEPS) + 1})::float); end if;
            return new;
        end $$;
    create trigger slow before insert on triage.cases for each row execute function sleep_on_request();
"""
SLEEPING = "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"
UNPUBLISHED = "select count(*) from outbox where published_at is null"


class Effects(NamedTuple):
    """What came of one report in triage."""

    cases: int
    lines: int
    facts: int
    memories: int
    published: int


ONCE = Effects(1, 1, 1, 1, 1)
NOTHING = Effects(0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Told:
    """A report that triage was told of."""

    event_id: UUID
    fact: ReportSubmittedV1


class Stage:
    """Triage between a broker and a database."""

    def __init__(self, database: Database, nats: NatsServer, broker: Client) -> None:
        self.database, self.broker = database, broker
        self._nats = nats
        self.manager = broker.jsm()
        self._stream = broker.jetstream()
        self._owner = database.url.replace("+asyncpg", "")

    async def prepare(self) -> None:
        """Let some reports take long."""
        connection = await asyncpg.connect(self._owner)
        await connection.execute(SLOW)
        await connection.close()

    async def tell(self, **changes: object) -> Told:
        """Tell of a report that was submitted, as intake's relay does."""
        fact = a_report_submitted(reference=f"RW-{new_id()}", **changes)
        event = outbox.envelope(fact)
        await self.publish(fact.subject, event.model_dump_json(exclude_none=True).encode(), str(event.id))
        return Told(event.id, fact)

    async def publish(self, subject: str, body: bytes, message_id: str, label: str = "") -> None:
        """Put any bytes on a stream, labelled with a content type if there is one."""
        headers = {"Nats-Msg-Id": message_id} | ({"content-type": label} if label else {})
        await self._stream.publish(subject, body, headers=headers)

    async def effects(self, told: Told) -> Effects:
        """What came of it."""
        subject = f"{CaseOpenedV1.SUBJECT}.{told.fact.report_id}"
        named = {"id": told.fact.report_id, "subject": subject, "event": told.event_id}
        async with self.database.transaction() as session:
            found = (await session.execute(text(COUNTED), named)).one()
        return Effects(found.cases, found.lines, found.facts, found.memories, await self.messages_on(subject))

    async def messages_on(self, subject: str, stream: str = "FACTS") -> int:
        """How many messages a subject has."""
        info = await self._stream.stream_info(stream, subjects_filter=subject)
        return sum((info.state.subjects or {}).values())

    async def count(self, table: str) -> int:
        """How many rows a table of triage has."""
        async with self.database.transaction() as session:
            return int(await session.scalar(text(f"select count(*) from {table}")) or 0)

    async def have_cases(self, references: Sequence[str], at_most: float = at_leisure(15)) -> None:
        """Wait until each of these reports has a case. Raises TimeoutError."""
        query = text("select count(*) from cases where reference = any(:those)")

        async def are_there() -> bool:
            async with self.database.transaction() as session:
                found = await session.scalar(query, {"those": list(references)})
            return int(found or 0) == len(references)

        await until(are_there, at_most)

    async def has_messages(self, kind: type[Fact], count: int) -> None:
        """Wait until the stream holds at least so many facts of a kind, then make sure that there are no more."""

        async def are_there() -> bool:
            return await self.messages_on(f"{kind.SUBJECT}.*") >= count

        await until(are_there)
        assert await self.messages_on(f"{kind.SUBJECT}.*") == count

    async def reconnected(self) -> None:
        """Wait until the test itself reaches the broker again."""

        async def is_there() -> bool:
            connected: bool = self.broker.is_connected
            return connected

        await until(is_there)

    async def provision(self) -> None:
        """Make streams and durables as the code says now."""
        await provision(self._nats.url, all_durables(), seed=self._nats.seeds.get(PROVISION))

    async def is_settled(self) -> bool:
        """Whether everything said to triage was heard, and everything it said is out."""
        async with self.database.transaction() as session:
            waiting = await session.scalar(text(UNPUBLISHED))
        return not waiting and await self.is_acknowledged()

    async def is_idle(self) -> bool:
        """Whether PostgreSQL is in the middle of no slow handler."""
        # Only the owner sees what other connections do.
        connection = await asyncpg.connect(self._owner)
        sleeping = await connection.fetchval(SLEEPING)
        await connection.close()
        return not sleeping

    async def is_acknowledged(self) -> bool:
        """Whether the broker waits for no answer of triage."""
        info = await self._stream.consumer_info("FACTS", "triage-report-submitted")
        return not (info.num_pending or info.num_ack_pending)

    async def tell_slowly(self, seconds: float) -> Told:
        """Tell of a report whose handler takes so long, and wait until a worker is in the middle of it."""
        told = await self.tell(title=f"{SLEEPS}{seconds}")

        async def is_handled() -> bool:
            return not await self.is_idle()

        await until(is_handled)
        return told


def all_durables() -> list[Durable]:
    """Every durable there is."""
    return [durable for service in existing() for durable in durables_of(service)]


@asynccontextmanager
async def staged(databases: Callable[[str], Database], nats: NatsServer) -> AsyncIterator[Stage]:
    """Streams and durables are made; nobody works yet."""
    await provision(nats.url, all_durables(), seed=nats.seeds.get(PROVISION))
    client = await connect(nats.url, name="regelwijzer-test", seed=nats.seeds.get("test"))
    stage = Stage(databases("triage"), nats, client)
    await stage.prepare()
    try:
        yield stage
    finally:
        await client.close()

"""Everything that was ever said is said again, and heard in any order."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import asyncpg
import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from sqlalchemy.engine import URL

from deploy.nats.permissions import PROVISION
from deploy.services import durables_of, existing, subscribers_of
from shared import clock
from shared.contracts.escalation import HandoverWordsHiddenV1
from shared.contracts.intake import WordsHiddenV1
from shared.database import Database
from shared.messaging.connection import connect
from shared.messaging.failures import TooEarly
from shared.messaging.subscribing import Subscription
from tests.databases import fresh_database
from tests.faults.messaging.fingerprints import Connection, effects_of, end_state
from tests.mailbox import Mailbox
from tests.system import RunningSystem
from tests.workers import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

DRAINED_SECONDS = 240
AGAIN = 2
SHUFFLES = (1, 2, 3)
LEFT_OUT = (WordsHiddenV1, HandoverWordsHiddenV1)
DUPLICATED = 0.2


class Said(NamedTuple):
    """One message of the stream of facts."""

    subject: str
    body: bytes


class Demo:
    """The running demo, seen from behind."""

    def __init__(self, system: RunningSystem, records: Connection, broker: Client) -> None:
        self.system, self.records, self._broker = system, records, broker
        self._manager = broker.jsm()

    async def is_drained(self) -> bool:
        """Whether everything said is out and heard, and no mail is on its way; and nothing moved while we looked."""
        before = await self._moved()
        return await self._nothing_waits() and await self._nothing_waits() and await self._moved() == before

    async def _moved(self) -> int:
        tables = [f"select count(*) from {service}.{table}" for service in existing() for table in ("inbox", "outbox")]
        counts = await self.records.fetch(" union all ".join(tables))
        return sum(row["count"] for row in counts)

    async def _nothing_waits(self) -> bool:
        for service in existing():
            if await self.records.fetchval(f"select count(*) from {service}.outbox where published_at is null"):
                return False
            for durable in durables_of(service):
                info = await self._manager.consumer_info(durable.stream, durable.name)
                if info.num_pending or info.num_ack_pending:
                    return False
        mails = "select count(*) from notifier.mails where state in ('pending', 'sending')"
        looks = "select count(*) from intake.likenesses where due_at is not null"
        return not await self.records.fetchval(mails) and not await self.records.fetchval(looks)

    async def drain(self) -> None:
        """Wait until that is so."""
        await until(self.is_drained, at_most=DRAINED_SECONDS)

    async def say_everything_again(self) -> int:
        """Have every fact published as a new message, contact data as well; how many there were."""
        marked = 0
        for service in existing():
            again = f"update {service}.outbox set published_at = null, said_again = said_again + 1"
            marked += int((await self.records.execute(again)).split()[-1])
        return marked + await self._repeat_private()

    async def _repeat_private(self) -> int:
        seeds = json.loads(self.system.variables["NATS_SEEDS"])
        last = (await self._manager.stream_info("PRIVATE")).state.last_seq
        for sequence in range(1, last + 1):
            try:
                message = await self._manager.get_msg("PRIVATE", sequence)
            except NotFoundError:
                continue  # it was about a report that was erased
            assert message.subject
            owner = message.subject.partition(".")[0]
            client = await connect(self.system.variables["NATS_URL"], name=f"regelwijzer-{owner}", seed=seeds[owner])
            await client.jetstream().publish(message.subject, message.data or b"")
            await client.close()
        return last

    async def facts(self) -> list[Said]:
        """Every fact, in the order in which they were said; not about what was erased, for that ends whatever comes.

        Nor that words were hidden: they are gone from what is said by now, and a case that had them counts as changed.
        """
        erased = await self.records.fetch("select report_id from intake.erasures")
        gone = {str(row["report_id"]) for row in erased}
        rows = []
        for service in existing():
            rows += await self.records.fetch(
                f"select event_id, subject, body from {service}.outbox"
                " where stream = 'FACTS' and not subject like any($1)",
                [f"{kind.SUBJECT}.%" for kind in LEFT_OUT],
            )
        kept = [row for row in rows if not gone & {row["subject"].rpartition(".")[2], _report_of(row["body"])}]
        return [Said(row["subject"], row["body"].encode()) for row in sorted(kept, key=lambda row: row["event_id"])]


@pytest.fixture
async def demo(running_system: RunningSystem) -> AsyncIterator[Demo]:
    """The demo, when everything in it was heard and mailed."""
    known = running_system.variables
    records = await asyncpg.connect(known["DATABASE_URL"].replace("+asyncpg", ""))
    seed = json.loads(known["NATS_SEEDS"])[PROVISION]
    broker = await connect(known["NATS_URL"], name="regelwijzer-provision", seed=seed)
    found = Demo(running_system, records, broker)
    await found.drain()
    yield found
    await broker.close()
    await records.close()


async def test_everything_said_twice_more_changes_nothing_and_mails_nobody(demo: Demo) -> None:
    mailbox = Mailbox(demo.system.mails)
    effects, mails = await effects_of(demo.records), len(await mailbox.mails())
    for _ in range(AGAIN):
        assert await demo.say_everything_again() > 200
        await demo.drain()
    assert await effects_of(demo.records) == effects
    assert len(await mailbox.mails()) == mails


async def test_facts_heard_in_any_order_and_more_than_once_come_to_the_same(demo: Demo, postgres: URL) -> None:
    facts = await demo.facts()
    # What items and parties are called was known long before: a notice names them as it knows them then.
    names = [fact for fact in facts if fact.subject.startswith("knowledge.")]
    others = [fact for fact in facts if fact not in names]
    in_order = await _heard(postgres, [*names, *others])
    for seed in SHUFFLES:
        chance = random.Random(seed)
        doubled = others + [fact for fact in others if chance.random() < DUPLICATED]
        shuffled = await _heard(postgres, [*names, *chance.sample(doubled, len(doubled))])
        assert _differences(in_order, shuffled) == {}, f"seed {seed}"


def _report_of(body: str) -> str | None:
    """The report that a fact about something else goes with, such as a handover."""
    found: str | None = json.loads(body)["data"].get("report_id")
    return found


def _differences(one: dict[str, Counter[str]], other: dict[str, Counter[str]]) -> dict[str, list[str]]:
    """The rows that only one of the two has, by table: < for the first, > for the second."""
    return {
        name: [f"< {row}" for row in rows - other[name]] + [f"> {row}" for row in other[name] - rows]
        for name, rows in one.items()
        if rows != other[name]
    }


async def _heard(postgres: URL, facts: Sequence[Said]) -> dict[str, Counter[str]]:
    """What comes of these facts, heard in this order by services that knew nothing."""
    with fresh_database(postgres) as url, clock.frozen(datetime(2026, 12, 1, tzinfo=UTC)):
        text = url.render_as_string(hide_password=False)
        await asyncio.gather(*(_hear(Database(text, service, connections=1), facts) for service in existing()))
        connection = await asyncpg.connect(text.replace("+asyncpg", ""))
        found = await end_state(connection)
        await connection.close()
    return found


async def _hear(database: Database, facts: Sequence[Said]) -> None:
    """Hear them one by one; what is too early is heard later. Raises whatever else a handler raises."""
    waiting = [(one, fact) for fact in facts for one in _hearers(database.service, fact)]
    while waiting:
        late = [(one, fact) for one, fact in waiting if not await _is_heard(one, database, fact)]
        assert len(late) < len(waiting), f"{database.service} waits in vain for what {late[0][1].subject} builds on"
        waiting = late
    await database.close()


def _hearers(service: str, fact: Said) -> list[Subscription]:
    facts = subscribers_of(service)
    kind = fact.subject.rpartition(".")[0]
    return [one for one in facts.subscriptions if kind == one.kind.SUBJECT] if facts else []


async def _is_heard(subscription: Subscription, database: Database, fact: Said) -> bool:
    try:
        await subscription.apply(database, fact.body)
    except TooEarly:
        return False
    return True

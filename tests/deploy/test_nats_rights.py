"""The rights at a real broker: what each user may do works, what it may not is refused."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.errors import TimeoutError as NoAnswer
from nats.js.api import ConsumerConfig, StreamConfig

from deploy.embedded import secrets
from deploy.nats.config import render
from deploy.nats.permissions import PROVISION
from deploy.nats.users import all_permissions
from deploy.services import durables_of, existing, hearers_of
from shared.contracts.registry import all_facts
from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from shared.messaging.streams import Durable
from tests.servers import free_port

QUICK = 0.15


@dataclass(frozen=True)
class GuardedBroker:
    url: str
    seeds: dict[str, str]

    @asynccontextmanager
    async def user(self, name: str) -> AsyncIterator[Client]:
        client = await connect(self.url, name=f"regelwijzer-{name}", seed=self.seeds[name])
        try:
            yield client
        finally:
            await client.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedBroker]:
    folder, port, permissions = tmp_path_factory.mktemp("nats"), free_port(), all_permissions()
    seeds = {user: secrets.new_seed() for user in permissions}
    config = folder / "server.conf"
    config.write_text(
        render(
            listen=f"127.0.0.1:{port}",
            store=str(folder / "store"),
            permissions=permissions,
            public_keys={user: secrets.public_key(seed) for user, seed in seeds.items()},
        )
    )
    process = subprocess.Popen(
        [Path(sys.prefix) / "bin/nats-server", "-c", config], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    while not answers(port):
        time.sleep(0.01)
    yield GuardedBroker(f"nats://127.0.0.1:{port}", seeds)
    process.kill()
    process.wait()


@pytest.fixture
async def broker(server: GuardedBroker) -> GuardedBroker:
    await provision(server.url, all_durables(), seed=server.seeds[PROVISION])
    return server


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def all_durables() -> list[Durable]:
    return [durable for service in existing() for durable in durables_of(service)]


async def is_refused(client: Client, subject: str, body: bytes = b"{}") -> bool:
    try:
        await client.request(subject, body, timeout=QUICK)
    except NoAnswer:
        return True
    return False


@pytest.mark.parametrize("service", existing())
async def test_each_service_says_its_own_facts_and_no_others(broker: GuardedBroker, service: str) -> None:
    async with broker.user(service) as client:
        jetstream = client.jetstream()
        for fact in all_facts():
            subject = f"{fact.SUBJECT}.00000000-0000-7000-8000-000000000000"
            if fact.owner() == service:
                assert (await jetstream.publish(subject, b"{}", stream=str(fact.STREAM))).seq > 0
        foreign = next(fact for fact in all_facts() if fact.owner() != service)
        assert await is_refused(client, f"{foreign.SUBJECT}.x")


@pytest.mark.parametrize("service", [service for service in existing() if durables_of(service)])
async def test_each_service_pulls_from_its_own_durables_only(broker: GuardedBroker, service: str) -> None:
    own = durables_of(service)
    # Of those who hear its own facts it may see how far they are.
    foreign = next(one for one in all_durables() if one not in [*own, *hearers_of(service)])
    async with broker.user(service) as client:
        for durable in own:
            info = await client.jsm().consumer_info(durable.stream, durable.name)
            assert info.name == durable.name
        for action in ("INFO", "MSG.NEXT"):
            assert await is_refused(client, f"$JS.API.CONSUMER.{action}.{foreign.stream}.{foreign.name}")


async def test_a_heard_fact_can_be_acknowledged(broker: GuardedBroker) -> None:
    durable = next(d for s in existing() for d in durables_of(s) if d.stream == "FACTS")
    fact = next(f for f in all_facts() if durable.filters[0].startswith(f.SUBJECT))
    hearer = next(s for s in existing() if durable in durables_of(s))
    async with broker.user(fact.owner()) as client:
        await client.jetstream().publish(f"{fact.SUBJECT}.x", b"{}", stream=durable.stream)
    async with broker.user(hearer) as client:
        subscription = await client.jetstream().pull_subscribe_bind(
            durable.name, stream=durable.stream, inbox_prefix=f"_INBOX_{hearer}.".encode()
        )
        [message] = await subscription.fetch(1, timeout=2)
        await message.ack_sync(timeout=2)


async def refused_to(broker: GuardedBroker, service: str, *subjects: str) -> list[str]:
    """The subjects a service may not ask on."""
    async with broker.user(service) as client:
        answers = await asyncio.gather(*(is_refused(client, subject, b'{"seq": 9999999}') for subject in subjects))
    return [subject for subject, refused in zip(subjects, answers, strict=True) if refused]


async def test_no_service_manages_or_empties_a_stream(broker: GuardedBroker) -> None:
    subjects = [
        "$JS.API.STREAM.CREATE.MINE",
        "$JS.API.STREAM.UPDATE.FACTS",
        "$JS.API.STREAM.PURGE.FACTS",
        "$JS.API.STREAM.PURGE.PRIVATE",
        "$JS.API.STREAM.DELETE.FACTS",
        "$JS.API.CONSUMER.CREATE.FACTS",
        "$JS.API.CONSUMER.DURABLE.CREATE.FACTS.mine",
    ]
    for service in existing():
        assert await refused_to(broker, service, *subjects) == subjects


async def test_only_intake_takes_messages_off_the_disk(broker: GuardedBroker) -> None:
    subjects = ["$JS.API.STREAM.MSG.DELETE.FACTS", "$JS.API.STREAM.MSG.DELETE.PRIVATE"]
    allowed = {service for service in existing() if await refused_to(broker, service, *subjects) == []}
    assert allowed == {"intake"}


async def test_only_intake_and_the_notifier_read_contact_data(broker: GuardedBroker) -> None:
    subject = "$JS.API.STREAM.MSG.GET.PRIVATE"
    allowed = {service for service in existing() if await refused_to(broker, service, subject) == []}
    assert allowed == {"intake", "notifier"}


async def test_nobody_listens_in(broker: GuardedBroker) -> None:
    seen: list[bytes] = []

    async def listen(message: object) -> None:
        seen.append(repr(message).encode())

    async with broker.user("triage") as client, broker.user("intake") as other:
        for subject in (">", "intake.>", "_INBOX_intake.>", "_INBOX_provision.>"):
            await client.subscribe(subject, cb=listen)
        await client.flush()
        fact = next(f for f in all_facts() if f.owner() == "intake" and f.STREAM == "FACTS")
        await other.jetstream().publish(f"{fact.SUBJECT}.x", b"{}", stream="FACTS")
        await client.flush()
    assert seen == []


async def test_without_a_key_nobody_comes_in(broker: GuardedBroker) -> None:
    with pytest.raises(Exception, match=r"(?i)authorization"):
        await connect(broker.url, name="stranger", max_reconnect_attempts=1, allow_reconnect=False)


async def test_provisioning_says_no_facts(broker: GuardedBroker) -> None:
    async with broker.user(PROVISION) as client:
        assert await is_refused(client, "intake.report.submitted.v1.x")
        await client.jsm().add_stream(StreamConfig(name="TRIAL", subjects=["trial.>"]))
        await client.jsm().add_consumer("TRIAL", ConsumerConfig(durable_name="trial"))
        assert await client.jsm().delete_stream("TRIAL")

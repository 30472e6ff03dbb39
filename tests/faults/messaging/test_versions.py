"""Two versions of the system at work side by side, as during every deployment."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent, event_type
from shared.contracts.intake import AnswerGivenV1
from shared.contracts.registry import all_facts
from shared.database import Database
from shared.ids import new_id
from shared.messaging import outbox
from shared.messaging.connection import connect
from shared.messaging.provisioning import provision
from shared.messaging.streams import advisory_durable
from shared.messaging.subscribing import FactSubscribers
from tests.builders import an_answer_given
from tests.servers import NatsServer
from tests.workers import Worker, until

EXAMPLES = Path("shared/contracts/examples")


class AnswerGivenV2(Fact, subject="intake.answer.given.v2", key="report_id"):
    """As a next version could be: the same thing, said in another way. It exists in these tests only."""

    report_id: UUID
    words: list[str]


def _published() -> Iterator[tuple[type[Fact], dict[str, Any]]]:
    for kind in all_facts():
        for file in sorted((EXAMPLES / kind.SUBJECT).glob("*.json")):
            yield kind, json.loads(file.read_bytes())


PUBLISHED = [pytest.param(kind, event, id=kind.SUBJECT) for kind, event in _published()]


@pytest.mark.parametrize(("kind", "event"), PUBLISHED)
def test_an_older_version_reads_what_a_newer_one_adds(kind: type[Fact], event: dict[str, Any]) -> None:
    known = event_type(kind).model_validate_json(json.dumps(event))
    assert event_type(kind).model_validate_json(json.dumps(_with_news(event))) == known


@pytest.mark.parametrize(("kind", "event"), PUBLISHED)
def test_a_newer_version_reads_what_an_older_one_did_not_say_yet(kind: type[Fact], event: dict[str, Any]) -> None:
    optional = {name for name, field in kind.model_fields.items() if not field.is_required()}
    event["data"] = {name: value for name, value in event["data"].items() if name not in optional}
    assert event_type(kind).model_validate_json(json.dumps(event)).data.key_id


def _with_news(said: Any) -> Any:
    """The same with something unheard of at every level."""
    if isinstance(said, dict):
        return {name: _with_news(value) for name, value in said.items()} | {"unheard_of": {"level": 1}}
    return [_with_news(one) for one in said] if isinstance(said, list) else said


def test_no_part_of_a_fact_forbids_what_it_does_not_know() -> None:
    forbidding = [kind for kind in _models() if kind.model_config.get("extra") == "forbid"]
    assert forbidding == []


def _models(base: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("shared.contracts."):
            yield kind
        yield from _models(kind)


class Hearing:
    """One version of a service: it hears these kinds of answers and remembers whose they were."""

    def __init__(self, *kinds: type[Fact]) -> None:
        self.facts, self.heard = FactSubscribers("triage"), list[tuple[str, UUID]]()
        for kind in kinds:
            self.facts.hears(kind)(self._note)

    async def _note(self, _session: AsyncSession, event: CloudEvent[Any]) -> None:
        self.heard.append((event.type, event.data.key_id))

    async def has_heard(self, count: int) -> bool:
        return len(self.heard) >= count


async def test_old_and_new_workers_flow_side_by_side_on_a_broker_provisioned_for_the_new_one(
    databases: Callable[[str], Database], nats: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.broker_watch.LOOK_SECONDS", 0.1)
    old, new = Hearing(AnswerGivenV1), Hearing(AnswerGivenV1, AnswerGivenV2)
    assert [durable.name for durable in new.facts.durables] == ["triage-answer-given", "triage-answer-given-v2"]
    async with _at_work(old, databases("triage"), nats):
        said = [an_answer_given(), an_answer_given()]
        await _say(nats, *said)
        await until(lambda: old.has_heard(2))
        await _provision(nats, new)
        await _add_a_subject(nats, "intake.thing.>")
        async with _at_work(new, databases("triage"), nats) as newer:
            await _has_looked_twice(newer)
            more = [AnswerGivenV2(report_id=new_id(), words=["drie"]), an_answer_given(), an_answer_given()]
            await _say(nats, *more)
            await until(lambda: _have_heard(5, old, new))
    assert sorted(old.heard + new.heard) == sorted((fact.type(), fact.key_id) for fact in [*said, *more])


@asynccontextmanager
async def _at_work(hearing: Hearing, database: Database, nats: NatsServer) -> AsyncIterator[Worker]:
    """One version of a worker; fails when a part of it does."""
    if not hearing.facts.durables[1:]:
        await _provision(nats, hearing)
    worker = Worker(hearing.facts, database, nats.url)
    await worker.start()
    try:
        yield worker
        assert not worker.has_failed
    finally:
        await worker.stop()


async def _provision(nats: NatsServer, hearing: Hearing) -> None:
    durables = hearing.facts.durables
    await provision(nats.url, [*durables, advisory_durable("triage", durables)])


async def _add_a_subject(nats: NatsServer, subject: str) -> None:
    """As a version does that says a new kind of fact."""
    client = await connect(nats.url, name="test")
    config = (await client.jsm().stream_info("FACTS")).config
    await client.jsm().update_stream(config, subjects=[*(config.subjects or []), subject])
    await client.close()


async def _has_looked_twice(worker: Worker) -> None:
    """Wait until a difference would have been noticed."""
    await until(lambda: _flows(worker))
    await asyncio.sleep(0.5)


async def _flows(worker: Worker) -> bool:
    return any(part.startswith("flow") for part in worker.service.progress.ages())


async def _have_heard(count: int, *all_of: Hearing) -> bool:
    return sum(len(hearing.heard) for hearing in all_of) >= count


async def _say(nats: NatsServer, *facts: Fact) -> None:
    client = await connect(nats.url, name="test")
    for fact in facts:
        await client.jetstream().publish(
            fact.subject, outbox.envelope(fact).model_dump_json(exclude_none=True).encode()
        )
    await client.close()

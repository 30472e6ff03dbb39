"""Keys and rights at the broker change or are missing while a worker works."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded import secrets
from deploy.nats.permissions import Permissions
from shared.database import Database
from tests.faults.messaging.guarded import GuardedNats, guarded_nats, without
from tests.faults.messaging.mortal import Changes
from tests.faults.messaging.stage import ONCE, Stage, staged
from tests.faults.messaging.worker_process import Launch, WorkerProcess, worker_processes
from tests.pace import at_leisure
from tests.workers import until

pytestmark = pytest.mark.faults

ACK_WAIT = 1.0
BACK_SECONDS = at_leisure(30)


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[GuardedNats]:
    with guarded_nats(tmp_path) as server:
        yield server


@pytest.fixture
async def stage(
    databases: Callable[[str], Database], nats: GuardedNats, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    monkeypatch.setattr("shared.messaging.streams.ACK_WAIT", ACK_WAIT)
    async with staged(databases, nats) as made:
        yield made


@pytest.fixture
async def launch(database_url: str, nats: GuardedNats) -> AsyncIterator[Launch]:
    async with worker_processes(database_url, nats.url) as made:
        yield made


async def _launched(launch: Launch, seeds: dict[str, str]) -> WorkerProcess:
    changes = Changes(limits={"shared.messaging.streams.ACK_WAIT": ACK_WAIT})
    return await launch("triage", changes=changes, NATS_SEEDS=json.dumps(seeds))


async def test_a_key_that_was_replaced_ends_the_worker_and_the_new_key_lets_it_in(
    stage: Stage, launch: Launch, nats: GuardedNats
) -> None:
    worker = await _launched(launch, nats.seeds)
    await worker.started()
    renewed = nats.seeds | {"triage": secrets.new_seed()}
    nats.configure(renewed)
    nats.reload()
    assert await worker.ended(BACK_SECONDS) == 1
    assert any("is its key still the right one?" in (line.get("reason") or "") for line in worker.log)
    with_the_old_key = await _launched(launch, nats.seeds)
    await until(lambda: with_the_old_key.has_said("key_refused"))
    told = await stage.tell()
    await (await _launched(launch, renewed)).started()
    await until(stage.is_settled)
    assert await stage.effects(told) == ONCE


async def test_a_broker_that_comes_back_with_a_wrong_key_is_worked_with_again_once_the_key_is_right(
    stage: Stage, launch: Launch, nats: GuardedNats
) -> None:
    worker = await _launched(launch, nats.seeds)
    await worker.started()
    nats.kill()
    nats.configure(nats.seeds | {"triage": secrets.new_seed()})
    nats.start()
    assert await worker.ended(BACK_SECONDS) == 1
    started_again = await _launched(launch, nats.seeds)
    await until(lambda: started_again.has_said("key_refused"))
    nats.configure(nats.seeds)
    nats.reload()
    await started_again.started()
    await stage.reconnected()
    told = await stage.tell()
    await until(stage.is_settled)
    assert await stage.effects(told) == ONCE


async def test_a_missing_right_to_say_a_fact_is_named_in_the_log(
    stage: Stage, launch: Launch, nats: GuardedNats
) -> None:
    await _rights(nats, triage=without(nats.rights["triage"], publish="triage.case.opened"))
    worker = await _launched(launch, nats.seeds)
    await worker.started()
    told = await stage.tell()
    await until(lambda: worker.has_said("right_missing"))
    (alarm,) = {(line["to"], line["subject"]) for line in worker.log if line["event"] == "right_missing"}
    assert alarm == ("publish", "triage.case.opened.v1.*")
    await _rights(nats)
    await until(stage.is_settled)
    assert await stage.effects(told) == ONCE


async def test_a_missing_right_to_acknowledge_is_named_in_the_log_and_the_fact_has_one_effect(
    stage: Stage, launch: Launch, nats: GuardedNats
) -> None:
    await _rights(nats, triage=without(nats.rights["triage"], publish="$JS.ACK"))
    worker = await _launched(launch, nats.seeds)
    await worker.started()
    told = await stage.tell()
    await until(lambda: worker.has_said("right_missing"))
    assert any("$js.ack" in line.get("subject", "") for line in worker.log)
    await _rights(nats)
    await until(stage.is_settled)
    assert await stage.effects(told) == ONCE


async def test_a_worker_without_the_right_to_its_own_inbox_says_so_and_does_not_start(
    stage: Stage, launch: Launch, nats: GuardedNats
) -> None:
    await _rights(nats, triage=replace(nats.rights["triage"], subscribe=("_INBOX_somebody_else.>",)))
    worker = await _launched(launch, nats.seeds)
    await until(lambda: worker.has_said("right_missing"))
    assert any("_inbox_triage" in line.get("subject", "") for line in worker.log)
    assert not await worker.has_said("worker_started")


async def _rights(nats: GuardedNats, **rights: Permissions) -> None:
    nats.configure(nats.seeds, **rights)
    nats.reload()

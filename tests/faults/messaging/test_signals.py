"""A worker is stopped, continued, killed and asked to end while it is busy."""

import asyncio
import signal

import pytest

from tests.faults.messaging.mortal import Changes
from tests.faults.messaging.stage import NOTHING, ONCE, Stage
from tests.faults.messaging.worker_process import Launch, WorkerProcess
from tests.pace import at_leisure
from tests.servers import NatsServer
from tests.workers import until

pytestmark = pytest.mark.faults

ACK_WAIT = 1.0
LIMITS = {"shared.messaging.streams.ACK_WAIT": ACK_WAIT}
WITHOUT_BROKER_SECONDS = at_leisure(5)
# PostgreSQL looks once a second whether somebody still waits for the answer.
NOTICED_SECONDS = at_leisure(3)


@pytest.fixture(autouse=True)
def short_ack_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.messaging.streams.ACK_WAIT", ACK_WAIT)


async def _started(launch: Launch, **limits: float) -> WorkerProcess:
    worker = await launch("triage", changes=Changes(limits=LIMITS | limits))
    await worker.started()
    return worker


async def test_a_worker_stopped_for_longer_than_the_ack_wait_and_another_make_one_effect(
    stage: Stage, launch: Launch
) -> None:
    stopped, told = await _started(launch), []
    for times in (1, 2, 3):
        told.append(await stage.tell_slowly(1))
        stopped.send(signal.SIGSTOP)
        other = await _started(launch)
        await asyncio.sleep(times * ACK_WAIT)
        stopped.send(signal.SIGCONT)
        await until(stage.is_settled)
        await other.kill()
    assert [await stage.effects(one) for one in told] == [ONCE] * len(told)


async def test_asked_to_end_in_the_middle_of_a_handler_a_worker_finishes_it(stage: Stage, launch: Launch) -> None:
    worker, handling = await _started(launch), 1.5
    told = await stage.tell_slowly(handling)
    worker.send(signal.SIGTERM)
    assert await worker.ended(at_leisure(handling + 1)) == 0
    assert (await stage.effects(told))[:3] == ONCE[:3]
    assert await stage.is_acknowledged()


async def test_a_handler_longer_than_the_grace_is_left_and_done_whole_by_the_next_worker(
    stage: Stage, launch: Launch
) -> None:
    grace = 1.0
    worker = await _started(launch, **{"shared.messaging.broker.GRACE_SECONDS": grace})
    told = await stage.tell_slowly(3)
    worker.send(signal.SIGTERM)
    assert await worker.ended(at_leisure(grace + 1)) == 0
    assert await stage.effects(told) == NOTHING
    await _started(launch)
    await until(stage.is_settled)
    assert await stage.effects(told) == ONCE


async def test_what_a_killed_worker_was_doing_in_the_database_ends_at_once(stage: Stage, launch: Launch) -> None:
    worker = await _started(launch)
    told = await stage.tell_slowly(30)
    await worker.kill()
    await until(stage.is_idle, at_most=NOTICED_SECONDS)
    assert await stage.effects(told) == NOTHING


async def test_asked_to_end_while_the_broker_is_away_a_worker_ends(
    stage: Stage, launch: Launch, nats: NatsServer
) -> None:
    worker = await _started(launch)
    nats.kill()
    await until(lambda: worker.has_said("broker_disconnected"))
    worker.send(signal.SIGTERM)
    assert await worker.ended(WITHOUT_BROKER_SECONDS) == 0

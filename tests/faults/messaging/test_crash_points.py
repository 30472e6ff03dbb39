"""A worker that gets kill -9 at every point where a message can be, one after the other.

A memory limit that is reached ends a process in the same way: the kernel sends the same signal.
"""

import signal

import pytest

from tests.faults.messaging.mortal import POINTS, Changes
from tests.faults.messaging.stage import ONCE, Stage
from tests.faults.messaging.worker_process import Launch
from tests.pace import at_leisure
from tests.workers import until

pytestmark = pytest.mark.faults

ACK_WAIT = 1.5
LIMITS = {"shared.messaging.streams.ACK_WAIT": ACK_WAIT}
# A start, and until the broker hands out again what a dead worker held.
DIES_WITHIN = at_leisure(20)
RECOVERS_WITHIN = at_leisure(ACK_WAIT + 2)


@pytest.fixture(autouse=True)
def short_ack_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.messaging.streams.ACK_WAIT", ACK_WAIT)


async def test_wherever_a_worker_is_killed_each_fact_has_one_effect(stage: Stage, launch: Launch) -> None:
    told = {}
    for point in POINTS:
        told[point] = await stage.tell()
        worker = await launch("triage", changes=Changes(dies_at=point, limits=LIMITS))
        assert await worker.ended(DIES_WITHIN) == -signal.SIGKILL, point
    survivor = await launch("triage", changes=Changes(limits=LIMITS))
    await survivor.started()
    await until(stage.is_settled, at_most=RECOVERS_WITHIN)
    assert {point: await stage.effects(one) for point, one in told.items()} == dict.fromkeys(POINTS, ONCE)

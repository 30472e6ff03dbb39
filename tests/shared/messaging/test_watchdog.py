"""A worker that makes no progress ends; one that goes round, waits for the broker, or was asleep does not."""

import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from shared.messaging.progress import Progress
from shared.messaging.watchdog import EXIT_CODE, LOOK_SECONDS, Watchdog
from tests.pace import at_leisure

HANGING_LOOP = """
import asyncio, time
from shared.messaging import watchdog
from shared.messaging.progress import Progress

async def main():
    watchdog.LOOK_SECONDS = 0.5
    progress = Progress("triage")
    progress.expect("relay", 1)
    watchdog.Watchdog([progress]).start()
    time.sleep(30)

asyncio.run(main())
"""


class Watched:
    """A watchdog whose clock and exit are the test's."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.ended: list[int] = []
        self.progress = Progress("triage", now=lambda: self.seconds)
        self.progress.expect("relay", 60)
        self.watchdog = Watchdog([self.progress], self.ended.append, lambda: self.seconds)

    def look_for(self, seconds: float) -> None:
        for _ in range(int(seconds / LOOK_SECONDS)):
            self.seconds += LOOK_SECONDS
            self.watchdog.look()


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_a_stuck_part_ends_the_worker_with_the_reason(watched: Watched) -> None:
    watched.look_for(60)
    assert watched.ended == []
    with capture_logs() as logs:
        watched.look_for(5)
    assert watched.ended == [EXIT_CODE]
    last = logs[-1]
    assert (last["event"], last["service"], last["part"], last["seconds"]) == ("worker_stuck", "triage", "relay", 65)


def test_a_part_that_goes_round_is_left_alone(watched: Watched) -> None:
    for _ in range(10):
        watched.look_for(50)
        watched.progress.note("relay")
    assert watched.ended == []


def test_a_process_that_was_asleep_gets_its_time_again(watched: Watched) -> None:
    watched.seconds += 3600
    watched.watchdog.look()
    watched.look_for(60)
    assert watched.ended == []
    watched.look_for(5)
    assert watched.ended == [EXIT_CODE]


def test_a_hanging_event_loop_ends_too() -> None:
    done = subprocess.run([sys.executable, "-c", HANGING_LOOP], capture_output=True, text=True, timeout=at_leisure(20))
    assert done.returncode == EXIT_CODE

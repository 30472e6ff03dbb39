import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.embedded import child as children
from deploy.embedded.child import Child
from deploy.embedded.logfile import BoundedLog
from deploy.embedded.program import Program, Running

DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""


@pytest.fixture
def make_child(tmp_path: Path) -> Callable[..., Child]:
    def make(code: str, grace_seconds: float = 20.0) -> Child:
        program = Program("probe", command=[sys.executable, "-c", code], grace_seconds=grace_seconds)
        return Child(program, BoundedLog(tmp_path / "probe.log", lambda _text: None), lambda _text: None)

    return make


async def wait_for(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_child_that_falls_is_started_again(
    make_child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.01)
    child = make_child("import sys; sys.exit(3)")
    await child.start()
    await wait_for(lambda: child.falls >= 3)
    await child.stop()


async def test_a_child_that_is_killed_is_started_again_and_did_not_fall(make_child: Callable[..., Child]) -> None:
    child = make_child("import time; print('up', flush=True); time.sleep(60)")
    await child.start()
    assert child.running
    first = child.running.pid
    os.kill(first, signal.SIGKILL)
    await wait_for(lambda: child.running and child.running.pid != first)
    assert child.falls == 0
    await child.stop()


async def test_a_child_that_could_not_be_started_just_now_is_started_later(
    make_child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.01)
    child, faults = make_child("import time; time.sleep(60)"), [EOFError(), ConnectionRefusedError()]
    launch = child.program.launch

    async def launch_at_last(_program: Program) -> Running:
        if faults:
            raise faults.pop()
        return await launch()

    await child.start()
    assert child.running
    first = child.running.pid
    monkeypatch.setattr(Program, "launch", launch_at_last)
    os.kill(first, signal.SIGKILL)
    await wait_for(lambda: child.running and child.running.pid != first)
    assert not faults
    await child.stop()


async def test_what_runs_once_runs_again_when_somebody_ended_it(
    make_child: Callable[..., Child], tmp_path: Path
) -> None:
    code = """
import os, pathlib, signal, sys
mark = pathlib.Path("{mark}")
if mark.exists():
    sys.exit(3)
mark.touch()
os.kill(os.getpid(), signal.SIGKILL)
"""
    child = make_child(code.format(mark=tmp_path / "mark"))
    assert await child.run_once() == 3


async def test_a_child_that_worked_for_a_while_does_not_wait_longer_each_time(
    make_child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(children, "LONGEST_PAUSE", 60.0)
    monkeypatch.setattr(children, "SETTLED_AFTER_SECONDS", 0.0)
    child = make_child("import sys; sys.exit(3)")
    await child.start()
    # Doubled each time, the tenth pause alone would be five seconds.
    await wait_for(lambda: child.falls >= 11)
    await child.stop()


async def test_a_child_that_waits_for_its_next_start_stops_at_once(
    make_child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 60.0)
    child = make_child("import sys; sys.exit(3)")
    await child.start()
    await wait_for(lambda: child.falls == 1)
    async with asyncio.timeout(2):
        await child.stop()


async def test_a_child_deaf_to_the_polite_signal_is_ended_after_its_grace(
    make_child: Callable[..., Child],
) -> None:
    child = make_child(DEAF, grace_seconds=0.2)
    await child.start()
    await wait_for(lambda: child.log.last_line == "deaf")
    await child.stop()
    assert child.running
    assert await child.running.wait() == -signal.SIGKILL

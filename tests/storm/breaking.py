"""Does to the processes of a house what the plan says."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

from tests.storm.house import House
from tests.storm.plan import Blow, Fault, Target
from tests.system import descendants_of

# How long to look for a process that is just being started.
SEARCH_SECONDS = 3.0

SIGNALS = {Blow.KILL: signal.SIGKILL, Blow.TERMINATE: signal.SIGTERM, Blow.PAUSE: signal.SIGSTOP}
# PostgreSQL's own: SIGQUIT leaves everything as it is, SIGTERM would wait for connections that never end.
DATABASE_SIGNALS = SIGNALS | {Blow.CRASH: signal.SIGQUIT, Blow.TERMINATE: signal.SIGINT}


@dataclass(frozen=True)
class Struck:
    """A fault that happened, from when to when by the clock on the wall; `hit` is whether there was a process."""

    fault: Fault
    began: float
    ended: float
    hit: bool


class Breaker:
    """Breaks one house; remembers what it did."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.struck: list[Struck] = []

    async def run(self, faults: list[Fault]) -> None:
        """Let every fault happen at its time."""
        start = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for fault in faults:
                await asyncio.sleep(max(0.0, start + fault.at - time.monotonic()))
                group.create_task(self._strike(fault))

    async def _strike(self, fault: Fault) -> None:
        began = time.time()
        hit = await (self._cut_power() if fault.target is Target.EVERYTHING else self._hit(fault))
        self.struck.append(Struck(fault, began, time.time(), hit))

    async def _cut_power(self) -> bool:
        await asyncio.to_thread(self._house.cut_power)
        return True

    async def _hit(self, fault: Fault) -> bool:
        found = await self._find(fault.target)
        if found is None:
            return False
        # All of PostgreSQL stands still, or its clients would never notice.
        family = [found, *descendants_of(found)] if fault.blow is Blow.PAUSE else [found]
        numbers = DATABASE_SIGNALS if fault.target is Target.DATABASE else SIGNALS
        _send(family, numbers[fault.blow])
        if fault.blow is Blow.PAUSE:
            await asyncio.sleep(fault.seconds)
            _send(family, signal.SIGCONT)
        return True

    async def _find(self, target: Target) -> int | None:
        give_up = time.monotonic() + SEARCH_SECONDS
        while time.monotonic() < give_up:
            with suppress(StopIteration):
                return self._house.process_named(target.value)
            await asyncio.sleep(0.05)
        return None


def _send(processes: list[int], number: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)

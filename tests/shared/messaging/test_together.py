"""Loops that run side by side end together."""

import asyncio
from contextlib import suppress

import pytest

from shared.messaging.together import run_together


class Loop:
    """A loop that goes on when it is cancelled as many times as it is told; nats-py and `wait_for` do so once."""

    def __init__(self, swallows: int = 0, fails: bool = False) -> None:
        self._swallows, self._fails, self.runs = swallows, fails, False

    async def run(self) -> None:
        """Run for ever, or fail at once."""
        self.runs = True
        try:
            if self._fails:
                raise LookupError
            while self._swallows:
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(60)
                self._swallows -= 1
            await asyncio.sleep(60)
        finally:
            self.runs = False


async def test_f8_when_one_fails_the_others_end_also_one_that_did_not_notice_that_it_was_cancelled() -> None:
    others = [Loop(), Loop(swallows=1), Loop(swallows=2)]
    async with asyncio.timeout(20):
        with pytest.raises(LookupError):
            await run_together([*(one.run() for one in others), Loop(fails=True).run()])
    assert not any(one.runs for one in others)


async def test_whoever_ends_them_all_waits_for_each_also_when_asking_twice() -> None:
    loops = [Loop(), Loop(swallows=3)]
    together = asyncio.create_task(run_together([one.run() for one in loops]))
    while not all(one.runs for one in loops):
        await asyncio.sleep(0)
    for _ in range(2):
        together.cancel()
        await asyncio.sleep(0)
    async with asyncio.timeout(20):
        with pytest.raises(asyncio.CancelledError):
            await together
    assert not any(one.runs for one in loops)

"""Loops that run side by side, and all end when one of them does."""

import asyncio
from collections.abc import Collection, Coroutine, Sequence
from contextlib import suppress
from typing import Any

ASK_AGAIN_SECONDS = 0.1


async def run_together(loops: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run loops side by side. Raises what the first one to fail raised, once the others have ended."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await end(tasks)


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they have ended, whatever they raise.

    They are asked again and again: nats-py swallows being cancelled in some places, and so does `asyncio.wait_for` of
    Python 3.11 when the answer arrives at the same moment (python/cpython#86296).
    """
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        # Whoever ends us meanwhile waits until they have ended too.
        with suppress(asyncio.CancelledError):
            await asyncio.wait(waiting, timeout=ASK_AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)

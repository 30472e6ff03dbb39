"""From start to Ctrl-C."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable

from deploy.embedded.supervisor import Supervisor

INTERRUPTED = 130


async def supervise(supervisor: Supervisor, on_ready: Callable[[], None]) -> None:
    """Run until SIGINT, SIGTERM or SIGHUP; a second one ends everything at once. Raises StartError."""
    stop = _asked_to_stop(supervisor)
    try:
        await _start(supervisor, stop)
        if not stop.is_set():
            on_ready()
            await stop.wait()
        supervisor.terminal.stopping()
    finally:
        supervisor.terminal.quiet = True
        await supervisor.stop()


def _asked_to_stop(supervisor: Supervisor) -> asyncio.Event:
    stop = asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            supervisor.kill()
            os._exit(INTERRUPTED)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, asked)
    return stop


async def _start(supervisor: Supervisor, stop: asyncio.Event) -> None:
    """Start, unless asked to stop meanwhile."""
    starting, asked = asyncio.create_task(supervisor.start()), asyncio.create_task(stop.wait())
    await asyncio.wait([starting, asked], return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if not starting.done():
        starting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await starting

"""One child process: started, watched, started again when it falls, and never outliving the supervisor."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable

from deploy.embedded.logfile import BoundedLog
from deploy.embedded.program import Running, Startable

# The pauses keep what cannot start from taking the machine; what did work is back before anybody presses again.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
SETTLED_AFTER_SECONDS = 5.0
CHUNK = 65_536
NOT_STARTED = 1
# The exit code of a fork whose end nobody saw, because what it was forked from has ended too.
LOST = 255


class Child:
    """A program that is kept running until `stop`."""

    def __init__(self, program: Startable, log: BoundedLog, tell: Callable[[str], None]) -> None:
        self.program = program
        self.log = log
        self.tell = tell
        self.running: Running | None = None
        self.falls = 0  # how often it ended by itself
        self._watching: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Start the program and keep it running."""
        await self._try_to_spawn()
        self._watching = asyncio.create_task(self._keep_running())

    async def run_once(self) -> int:
        """Run the program to its end and return its exit code; from the beginning when somebody ended it."""
        while True:
            await self._try_to_spawn()
            code = await self._follow() if self.running else LOST
            if self._stopping.is_set() or 0 <= code != LOST:
                return code
            await asyncio.sleep(FIRST_PAUSE)

    async def stop(self) -> None:
        """End the program: politely, then, after its grace, for good."""
        self._stopping.set()
        self._send(self.program.stop_signal)
        if self._watching:
            done, _ = await asyncio.wait([self._watching], timeout=self.program.grace_seconds)
            if not done:
                self.kill()
                await self._watching
        self.log.close()

    def kill(self) -> None:
        """End the program now."""
        self._stopping.set()
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.running:
            self.running.send(number)

    async def _spawn(self) -> None:
        self.running = await self.program.launch()

    async def _keep_running(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            code = await self._follow() if self.running else NOT_STARTED
            if self._stopping.is_set():
                return
            if time.monotonic() - began > SETTLED_AFTER_SECONDS:
                pause = FIRST_PAUSE
            # Who is ended by somebody else did not fail to start.
            self.falls += 0 <= code != LOST
            self.tell(f"{self.program.name} ended ({_ending(code)}), starts again: {self.log.last_line}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            if not self._stopping.is_set():
                await self._try_to_spawn()

    async def _try_to_spawn(self) -> None:
        # What our processes are forked from may have died just now; it is made anew at the next try.
        self.running = None
        try:
            await self._spawn()
        except (OSError, EOFError) as error:
            self.log.last_line = type(error).__name__

    async def _follow(self) -> int:
        if self.running is None:
            raise RuntimeError(f"{self.program.name} was not started")
        while chunk := await self.running.output.read(CHUNK):
            self.log.write(chunk)
        return await self.running.wait()


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"

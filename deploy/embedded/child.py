"""One child process: started, watched, started again when it falls, and never outliving the supervisor."""

import asyncio
import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.embedded.logfile import BoundedLog

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SETTLED_AFTER_SECONDS = 60.0
CHUNK = 65_536

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Program:
    """What to run and how to end it."""

    name: str
    command: Sequence[str | Path]
    environment: dict[str, str] = field(default_factory=dict)
    working_folder: Path | None = None
    user: int | None = None
    group: int | None = None
    descriptors: tuple[int, ...] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    # Sent by the kernel when the supervisor dies: what keeps its state in a database needs no farewell.
    orphan_signal: signal.Signals = signal.SIGKILL
    grace_seconds: float = 20.0


class Child:
    """A program that is kept running until `stop`."""

    def __init__(self, program: Program, log: BoundedLog, tell: Callable[[str], None]) -> None:
        self.program = program
        self.log = log
        self.tell = tell
        self.process: asyncio.subprocess.Process | None = None
        self.falls = 0
        self._watching: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Start the program and keep it running."""
        await self._spawn()
        self._watching = asyncio.create_task(self._keep_running())

    async def run_once(self) -> int:
        """Start the program, wait for its end and return its exit code."""
        await self._spawn()
        return await self._follow()

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
        if self.process and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    async def _spawn(self) -> None:
        program, supervisor = self.program, os.getpid()
        self.process = await asyncio.create_subprocess_exec(
            *program.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=os.environ | program.environment,
            cwd=program.working_folder,
            user=program.user,
            group=program.group,
            extra_groups=None if program.user is None else [],
            pass_fds=program.descriptors,
            preexec_fn=lambda: _part_from_terminal(program.orphan_signal, supervisor),
        )

    async def _keep_running(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            code = await self._follow()
            if self._stopping.is_set():
                return
            if time.monotonic() - began > SETTLED_AFTER_SECONDS:
                pause = FIRST_PAUSE
            self.falls += 1
            self.tell(f"{self.program.name} ended ({_ending(code)}), starts again: {self.log.last_line}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            if not self._stopping.is_set():
                await self._spawn()

    async def _follow(self) -> int:
        process = self.process
        if process is None or process.stdout is None:
            raise RuntimeError(f"{self.program.name} was not started")
        while chunk := await process.stdout.read(CHUNK):
            self.log.write(chunk)
        return await process.wait()


def _part_from_terminal(orphan_signal: signal.Signals, supervisor: int) -> None:
    """Runs in the child just before its program: Ctrl-C reaches the supervisor only, its death reaches us."""
    os.setsid()
    libc.prctl(PR_SET_PDEATHSIG, orphan_signal)
    if os.getppid() != supervisor:
        os._exit(1)


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"

"""Our own processes, forked from one that has everything imported already.

Three times the same imports would be most of the time of a start, and most of its memory.
"""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import forkserver, reduction
from multiprocessing.process import BaseProcess
from typing import Any

from deploy.embedded.lifeline import be_called, end_with_parent, part_from_terminal

PRELOADED = "deploy.embedded.preloaded"

context = multiprocessing.get_context("forkserver")


def start_preloading() -> None:
    """Start the process that the others are forked from; it imports while PostgreSQL starts.

    Call it from the main thread: the process ends with the thread that made it.
    """
    context.set_forkserver_preload([PRELOADED])
    forkserver.ensure_running()


@dataclass(frozen=True)
class Forked:
    """One function of ours in a process of its own."""

    name: str
    function: Callable[..., int | None]
    arguments: tuple[Any, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 20.0

    async def launch(self) -> "RunningFork":
        """Fork it and read what it prints."""
        reading, writing = os.pipe()
        try:
            # In a thread: the first fork waits for the imports.
            process = await asyncio.to_thread(self._fork, writing)
        finally:
            os.close(writing)
        output = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(output), os.fdopen(reading, "rb", buffering=0)
        )
        return RunningFork(process, output)

    def _fork(self, writing: int) -> BaseProcess:
        process = context.Process(target=_enter, args=(_Output(writing), self), name=self.name, daemon=True)
        process.start()
        return process


class RunningFork:
    """A forked process while it runs."""

    def __init__(self, process: BaseProcess, output: asyncio.StreamReader) -> None:
        if process.pid is None:
            raise ValueError("the process was not started")
        self.pid, self.output = process.pid, output
        self._process = process

    async def wait(self) -> int:
        """Its exit code once it has ended."""
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        return self._process.exitcode or 0

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self._process.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


class _Output:
    """The writing end of a pipe on its way into a child."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __reduce__(self) -> tuple[Callable[[Any], int], tuple[Any]]:
        return _received, (reduction.DupFd(self.descriptor),)


def _received(sent: Any) -> int:
    descriptor: int = sent.detach()
    return descriptor


def _enter(output: int, forked: Forked) -> None:
    """Runs in the child: become a process of its own, then do the work."""
    part_from_terminal()
    be_called(f"rw-{forked.name}")
    end_with_parent(signal.SIGKILL, os.getppid())
    for stream in (1, 2):
        os.dup2(output, stream)
    os.close(output)
    os.environ.update(forked.environment)
    sys.exit(forked.function(*forked.arguments))

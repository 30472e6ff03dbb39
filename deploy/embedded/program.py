"""What a child runs, and how it is while it runs."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from deploy.embedded.lifeline import end_with_parent, part_from_terminal


class Running(Protocol):
    """A process of ours while it runs."""

    @property
    def pid(self) -> int: ...

    @property
    def output(self) -> asyncio.StreamReader: ...

    async def wait(self) -> int:
        """Its exit code, negative for a signal, once it has ended."""

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""


class Startable(Protocol):
    """Something a child can run, again and again."""

    @property
    def name(self) -> str: ...

    @property
    def stop_signal(self) -> signal.Signals: ...

    @property
    def grace_seconds(self) -> float: ...

    async def launch(self) -> Running:
        """Start it once."""


@dataclass(frozen=True)
class Program:
    """A program of its own: PostgreSQL, NATS."""

    name: str
    command: Sequence[str | Path]
    environment: dict[str, str] = field(default_factory=dict)
    working_folder: Path | None = None
    user: int | None = None
    group: int | None = None
    descriptors: tuple[int, ...] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 20.0

    async def launch(self) -> "RunningProgram":
        """Start it as the account it asks for, in a session of its own."""
        supervisor = os.getpid()

        def tie() -> None:
            part_from_terminal()
            end_with_parent(self.orphan_signal, supervisor)

        return RunningProgram(
            await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env=os.environ | self.environment,
                cwd=self.working_folder,
                user=self.user,
                group=self.group,
                extra_groups=None if self.user is None else [],
                pass_fds=self.descriptors,
                preexec_fn=tie,
            )
        )


class RunningProgram:
    """A program while it runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is None:
            raise ValueError("its output must be a pipe")
        self.pid, self.output = process.pid, process.stdout
        self._process = process

    async def wait(self) -> int:
        """Its exit code once it has ended."""
        return await self._process.wait()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

"""Starts everything in order, keeps it running, ends it in the opposite order."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from deploy.embedded import nats, postgres, variables
from deploy.embedded.child import Child, Program
from deploy.embedded.failure import StartError
from deploy.embedded.folder import DataFolder
from deploy.embedded.logfile import BoundedLog
from deploy.embedded.options import ROOT, Options
from deploy.embedded.ports import LOOPBACK, port_of
from deploy.embedded.ready import wait_until_ready
from deploy.embedded.terminal import Terminal

PREPARE_SECONDS = 120.0


class Supervisor:
    """One running copy of the whole system."""

    def __init__(
        self,
        options: Options,
        folder: DataFolder,
        lock: int,
        sockets: dict[str, socket.socket],
        terminal: Terminal,
    ) -> None:
        self.options, self.folder, self.lock, self.sockets = options, folder, lock, sockets
        self.terminal = terminal
        self.servers: list[Child] = []
        self.services: list[Child] = []
        self.placed: postgres.Postgres | None = None
        self.began = time.monotonic()

    async def start(self) -> None:
        """Start everything and wait until it is ready. Raises StartError."""
        folder = self.folder
        folder.variables.unlink(missing_ok=True)
        self.placed = postgres.place(folder)
        nats_port = nats.keep_port(folder)
        preparing = asyncio.create_task(self._prepare(self.placed.url, nats_port))
        try:
            await self._start_postgres(self.placed)
            await self._start_nats(nats_port, preparing)
            await preparing
        finally:
            preparing.cancel()
        await self._start_services(variables.read(folder.variables))
        await wait_until_ready(self.http_port, self.services)

    async def stop(self) -> None:
        """End the services together, then the broker, then the database."""
        self.folder.variables.unlink(missing_ok=True)
        await asyncio.gather(*(child.stop() for child in self.services))
        for child in reversed(self.servers):
            await child.stop()
        if self.placed:
            shutil.rmtree(self.placed.sockets, ignore_errors=True)

    def kill(self) -> None:
        """End everything now."""
        for child in [*self.services, *self.servers]:
            child.kill()

    @property
    def http_port(self) -> int:
        return port_of(self.sockets["http"])

    @property
    def mail_port(self) -> int:
        return port_of(self.sockets["mail"])

    async def _start_postgres(self, placed: postgres.Postgres) -> None:
        await asyncio.to_thread(postgres.prepare, placed)
        child = await self._start(placed.program((self.lock,)), self.servers)
        await postgres.wait_until_ready(placed, child)
        self.terminal.step("PostgreSQL", "ready")

    async def _start_nats(self, port: int, preparing: "asyncio.Task[None]") -> None:
        while not self.folder.variables.exists():
            if preparing.done():
                await preparing
            await asyncio.sleep(0.02)
        child = await self._start(nats.program(self.folder, (self.lock,)), self.servers)
        await nats.wait_until_ready(port, child)
        self.terminal.step("NATS", "ready")

    async def _prepare(self, database_url: str, nats_port: int) -> None:
        smtp_port = port_of(self.sockets["smtp"])
        environment = {
            "DATA_DIR": str(self.folder.root),
            "DATABASE_URL": database_url,
            "NATS_URL": f"nats://{LOOPBACK}:{nats_port}",
            "SMTP_URL": os.environ.get("SMTP_URL") or f"smtp://{LOOPBACK}:{smtp_port}",
            "PUBLIC_URL": os.environ.get("PUBLIC_URL") or f"http://{LOOPBACK}:{self.http_port}",
            "DEMO": "1" if self.options.demo else "0",
        }
        child = self._child(python("prepare", "-m", "deploy.embedded.prepare", environment=environment))
        self.services.append(child)
        try:
            code = await asyncio.wait_for(child.run_once(), PREPARE_SECONDS)
        except TimeoutError:
            raise StartError(f"the preparation hangs; see {child.log.path}") from None
        finally:
            child.kill()
            self.services.remove(child)
        if code != 0:
            raise StartError(f"the preparation failed: {child.log.last_line} (see {child.log.path})")

    async def _start_services(self, environment: dict[str, str]) -> None:
        http, mail, smtp = (self.sockets[name].fileno() for name in ("http", "mail", "smtp"))
        # The web process never speaks to the broker, so it gets no keys to it.
        without_seeds = environment | {"NATS_SEEDS": "{}"}
        programs = [
            python(
                "web", "-m", "deploy.run", "web", "--fd", http, environment=without_seeds, inherit=(http,)
            ),
            python("worker", "-m", "deploy.run", "worker", environment=environment),
            python("mail", "-m", "deploy.mailsink", self.folder.mail, smtp, mail, inherit=(smtp, mail)),
        ]
        for program in programs:
            await self._start(program, self.services)

    async def _start(self, program: Program, where: list[Child]) -> Child:
        child = self._child(program)
        where.append(child)
        await child.start()
        return child

    def _child(self, program: Program) -> Child:
        tell: Callable[[str], None] = self.terminal.teller(program.name)
        return Child(program, BoundedLog(self.folder.logs / f"{program.name}.log", tell), tell)


def python(
    name: str,
    *arguments: str | int | Path,
    environment: dict[str, str] | None = None,
    inherit: tuple[int, ...] = (),
) -> Program:
    """One of our own processes."""
    return Program(
        name=name,
        command=[sys.executable, *map(str, arguments)],
        environment=environment or {},
        working_folder=ROOT,
        descriptors=inherit,
    )


async def supervise(supervisor: Supervisor, on_ready: Callable[[], None]) -> None:
    """Run until SIGINT, SIGTERM or SIGHUP; a second one ends everything at once. Raises StartError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked() -> None:
        if stop.is_set():
            supervisor.kill()
            os._exit(130)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked)
    try:
        await _until(stop, supervisor.start())
        if not stop.is_set():
            on_ready()
            await stop.wait()
        supervisor.terminal.stopping()
    finally:
        supervisor.terminal.quiet = True
        await supervisor.stop()


async def _until(stop: asyncio.Event, starting: Coroutine[Any, Any, None]) -> None:
    """Start, unless asked to stop meanwhile."""
    start, asked = asyncio.create_task(starting), asyncio.create_task(stop.wait())
    await asyncio.wait([start, asked], return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if not start.done():
        start.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await start

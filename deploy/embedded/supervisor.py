"""Starts everything in order, keeps it running, ends it in the opposite order."""

import asyncio
import shutil
import socket
from pathlib import Path

from deploy.embedded import nats, postgres, programs, variables
from deploy.embedded.child import Child
from deploy.embedded.failure import StartError
from deploy.embedded.folder import DataFolder
from deploy.embedded.logfile import BoundedLog
from deploy.embedded.options import Options
from deploy.embedded.ports import port_of
from deploy.embedded.program import Startable
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
        self.options, self.folder, self.terminal = options, folder, terminal
        self._lock, self._sockets = lock, sockets
        self._servers: list[Child] = []
        self._services: list[Child] = []
        self._postgres: postgres.Postgres | None = None

    def port(self, name: str) -> int:
        """The port of `http`, `mail` or `smtp`."""
        return port_of(self._sockets[name])

    async def start(self) -> None:
        """Start everything and wait until it is ready. Raises StartError."""
        self._forget_last_run()
        self._postgres = postgres.place(self.folder)
        nats_port = nats.keep_port(self.folder)
        preparing = asyncio.create_task(self._prepare(self._postgres.url, nats_port))
        try:
            await self._start_postgres(self._postgres)
            await _appears(self.folder.variables, preparing)
            await self._start_nats(nats_port)
            await _appears(self.folder.prepared, preparing)
            system = variables.read(self.folder.variables)
            await self._start(programs.web(system, self._sockets["http"]), self._services)
            await preparing
        finally:
            preparing.cancel()
        mail = programs.mail_sink(self.folder, self._sockets["smtp"], self._sockets["mail"])
        for program in (mail, programs.worker(system)):
            await self._start(program, self._services)
        await wait_until_ready(self.port("http"), self._services)

    async def stop(self) -> None:
        """End the services together, then the broker, then the database."""
        self._forget_last_run()
        await asyncio.gather(*(child.stop() for child in self._services))
        for child in reversed(self._servers):
            await child.stop()
        if self._postgres:
            shutil.rmtree(self._postgres.sockets, ignore_errors=True)

    def kill(self) -> None:
        """End everything now."""
        for child in [*self._services, *self._servers]:
            child.kill()

    def _forget_last_run(self) -> None:
        self.folder.variables.unlink(missing_ok=True)
        self.folder.prepared.unlink(missing_ok=True)

    async def _start_postgres(self, placed: postgres.Postgres) -> None:
        await asyncio.to_thread(postgres.prepare, placed)
        child = await self._start(placed.program((self._lock,)), self._servers)
        await postgres.wait_until_ready(placed, child)
        self.terminal.step("PostgreSQL", "ready")

    async def _start_nats(self, port: int) -> None:
        child = await self._start(nats.program(self.folder, (self._lock,)), self._servers)
        await nats.wait_until_ready(port, child)
        self.terminal.step("NATS", "ready")

    async def _prepare(self, database_url: str, nats_port: int) -> None:
        ports = {"nats": nats_port, "smtp": self.port("smtp"), "http": self.port("http")}
        child = self._child(programs.prepare(self.options, self.folder, database_url, ports))
        self._services.append(child)
        try:
            code = await asyncio.wait_for(child.run_once(), PREPARE_SECONDS)
        except TimeoutError:
            raise StartError(f"the preparation hangs; see {child.log.path}") from None
        finally:
            child.kill()
            self._services.remove(child)
        if code != 0:
            raise StartError(f"the preparation failed: {child.log.last_line} (see {child.log.path})")

    async def _start(self, program: Startable, where: list[Child]) -> Child:
        child = self._child(program)
        where.append(child)
        await child.start()
        return child

    def _child(self, program: Startable) -> Child:
        tell = self.terminal.teller(program.name)
        return Child(program, BoundedLog(self.folder.logs / f"{program.name}.log", tell), tell)


async def _appears(file: Path, preparing: "asyncio.Task[None]") -> None:
    """Wait for a file that the preparation makes. Raises what ended the preparation."""
    while not file.exists():
        if preparing.done():
            await preparing
        await asyncio.sleep(0.02)

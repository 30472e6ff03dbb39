"""nats-server as a child: loopback only, on a port that is chosen once and kept."""

import asyncio
import sys
from pathlib import Path

from deploy.embedded.child import Child
from deploy.embedded.failure import StartError
from deploy.embedded.folder import DataFolder
from deploy.embedded.ports import LOOPBACK, free_port
from deploy.embedded.program import Program

START_SECONDS = 30.0
SERVER = Path(sys.executable).with_name("nats-server")


def keep_port(folder: DataFolder) -> int:
    """The port of this data folder's broker, the same at every start unless somebody else took it."""
    file = folder.nats / "port"
    kept = int(file.read_text()) if file.exists() else 0
    port = free_port(kept)
    file.write_text(str(port))
    return port


def config_file(folder: DataFolder) -> Path:
    return folder.nats / "server.conf"


def program(folder: DataFolder, descriptors: tuple[int, ...]) -> Program:
    """The server itself."""
    return Program(
        name="nats",
        command=[SERVER, "-c", config_file(folder)],
        working_folder=folder.nats,
        descriptors=descriptors,
    )


async def wait_until_ready(port: int, child: Child) -> None:
    """Wait until the server greets; its JetStream is ready then. Raises StartError."""
    for _ in range(int(START_SECONDS / 0.02)):
        if await _greets(port):
            return
        if child.falls > 2:
            raise StartError(f"nats-server does not start: {child.log.last_line}")
        await asyncio.sleep(0.02)
    raise StartError(f"nats-server is not ready after {START_SECONDS:.0f} s: {child.log.last_line}")


async def _greets(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    greeting = await reader.readline()
    writer.close()
    return greeting.startswith(b"INFO ")

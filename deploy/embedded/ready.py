"""Waiting until the system says by itself that it is ready."""

import asyncio
from collections.abc import Sequence

from deploy.embedded.child import Child
from deploy.embedded.failure import StartError
from deploy.embedded.ports import LOOPBACK

START_SECONDS = 60.0
FALLS = 3
QUESTION = b"GET /health/ready HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"


async def wait_until_ready(port: int, children: Sequence[Child]) -> None:
    """Wait until `/health/ready` answers 200.

    Raises StartError when a child keeps falling or it takes too long.
    """
    try:
        async with asyncio.timeout(START_SECONDS):
            while not await _is_ready(port):
                _require_standing(children)
                await asyncio.sleep(0.05)
    except TimeoutError:
        logs = children[0].log.path.parent
        raise StartError(f"not ready after {START_SECONDS:.0f} s; see the logs in {logs}") from None


def _require_standing(children: Sequence[Child]) -> None:
    for child in children:
        if child.falls >= FALLS:
            raise StartError(f"{child.program.name} does not start: {child.log.last_line} (see {child.log.path})")


async def _is_ready(port: int) -> bool:
    try:
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(QUESTION % LOOPBACK.encode())
                return b" 200 " in await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False

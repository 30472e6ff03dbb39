"""While something it needs is gone, the worker waits; it does not spin, and it does not fill the log."""

import asyncio
import time
from collections.abc import Callable

import httpx
import pytest

from tests.faults.apart import Apart
from tests.faults.proxy import FaultProxy
from tests.pace import BUSY
from tests.practice import an_address, report_by_api

pytestmark = pytest.mark.faults

WATCHED_SECONDS = 2
LINES_A_SECOND = 30

GONE: dict[str, Callable[[Apart], FaultProxy]] = {
    "PostgreSQL": lambda parts: parts.worker_database,
    "the broker": lambda parts: parts.broker,
    "the mail server": lambda parts: parts.mail,
}


@pytest.mark.parametrize("name", GONE)
async def test_a_worker_without_what_it_needs_rests(parts: Apart, desk: httpx.AsyncClient, name: str) -> None:
    GONE[name](parts).refuse()
    await report_by_api(desk, an_address())
    await asyncio.sleep(1)
    begun, used, lines = time.monotonic(), parts.worker.cpu_seconds(), len(parts.worker.logged())
    await asyncio.sleep(WATCHED_SECONDS)
    passed = time.monotonic() - begun
    share = (parts.worker.cpu_seconds() - used) / passed
    logged = (len(parts.worker.logged()) - lines) / passed
    print(f"without {name}: {share:.0%} of a processor, {logged:.0f} lines a second")
    assert share < BUSY
    assert logged < LINES_A_SECOND
    assert parts.worker.lives()

"""The line between two parts is gone, works one way only, or comes and goes."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from tests.faults.apart import Apart
from tests.faults.ledger import insist, took_each_once
from tests.faults.line import Way
from tests.faults.proxy import FaultProxy
from tests.mailbox import Mailbox
from tests.pace import BUSY, at_leisure
from tests.practice import an_address, report_by_api
from tests.system import within
from tests.workers import until

pytestmark = pytest.mark.faults

# A dead line is noticed within 20 s; a busy machine may take longer.
NOTICE_SECONDS = at_leisure(30)
# Nothing waits so long; a busy machine may.
SETTLE_SECONDS = 60

LINES: dict[str, Callable[[Apart], FaultProxy]] = {
    "web and PostgreSQL": lambda parts: parts.web_database,
    "worker and PostgreSQL": lambda parts: parts.worker_database,
    "worker and broker": lambda parts: parts.broker,
}


async def test_a_black_hole_is_noticed_soon(parts: Apart, desk: httpx.AsyncClient, mailbox: Mailbox) -> None:
    lines = {"PostgreSQL": parts.worker_database, "broker": parts.broker}
    before = {name: line.accepted for name, line in lines.items()}
    for line in lines.values():
        line.stall()
    begun, used = time.monotonic(), parts.worker.cpu_seconds()
    address = an_address()
    await report_by_api(desk, address)

    async def noticed(name: str) -> tuple[str, float]:
        assert await asyncio.to_thread(within, NOTICE_SECONDS, lambda: lines[name].accepted > before[name]), name
        return name, round(time.monotonic() - begun, 1)

    after = dict(await asyncio.gather(*map(noticed, lines)))
    share = (parts.worker.cpu_seconds() - used) / (time.monotonic() - begun)
    print(f"black hole noticed after {after} seconds, with {share:.0%} of a processor")
    assert share < BUSY
    for line in lines.values():
        line.heal()
    await until(lambda: took_each_once(parts, [address]), at_most=SETTLE_SECONDS)
    assert len(await mailbox.mails(address)) == 1
    assert parts.worker.lives()
    assert parts.parked() == 0


@pytest.mark.parametrize(
    ("name", "way"),
    [("worker and PostgreSQL", Way.OUT), ("worker and broker", Way.IN), ("worker and broker", Way.OUT)],
    ids=str,
)
async def test_a_line_that_works_one_way_only_makes_nothing_twice(
    parts: Apart, desk: httpx.AsyncClient, mailbox: Mailbox, name: str, way: Way
) -> None:
    addresses = [an_address() for _ in range(4)]
    for number, address in enumerate(addresses):
        await report_by_api(desk, address)
        if number == 1:
            LINES[name](parts).stall(way)
    await asyncio.sleep(2)
    LINES[name](parts).heal()
    await until(lambda: took_each_once(parts, addresses), at_most=SETTLE_SECONDS)
    assert {len(await mailbox.mails(address)) for address in addresses} == {1}
    assert parts.parked() == 0


async def test_while_all_lines_come_and_go_each_report_is_taken_and_mailed_once(
    parts: Apart, desk: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    addresses = [an_address() for _ in range(15)]
    with ExitStack() as flapping:
        for number, line in enumerate(LINES.values()):
            flapping.enter_context(line(parts).flapping(up=0.4 + 0.1 * number, down=0.3))
        for address in addresses:
            await insist(desk, address)
            await asyncio.sleep(0.1)
    healed = time.monotonic()
    await until(lambda: took_each_once(parts, addresses), at_most=SETTLE_SECONDS)
    print(f"flapping lines: all settled {time.monotonic() - healed:.1f} s after the last flap")
    assert {len(await mailbox.mails(address)) for address in addresses} == {1}
    assert parts.parked() == 0
    assert parts.worker.lives()

"""The broker is killed and comes back: after a moment, after longer, and after it forgot what it heard before."""

import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from shared.contracts.intake import ReportSubmittedV1
from tests.faults.messaging.mortal import Changes
from tests.faults.messaging.stage import Stage
from tests.faults.messaging.worker_process import Launch
from tests.pace import at_leisure
from tests.practice import an_address, report_by_api
from tests.servers import NatsServer
from tests.workers import until

pytestmark = pytest.mark.faults

# Seconds away: shorter than a pull, and longer. By hand also 30 s and 10 minutes (tests/faults/README.md).
OUTAGES = (1, 30, 600) if os.environ.get("LONG_FAULTS") else (1, 6)
FIRST_MESSAGE_SECONDS = at_leisure(7)
DUPLICATE_WINDOW = 0.5

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.mark.timeout(900)
async def test_while_the_broker_is_away_reports_are_taken_and_flow_on_once_soon_after_it_is_back(
    stage: Stage, launch: Launch, nats: NatsServer, client_for: ClientFor
) -> None:
    await (await launch("intake", "triage")).started()
    async with client_for("intake") as practice:
        for seconds in OUTAGES:
            nats.kill()
            references = [(await report_by_api(practice, an_address())).reference for _ in range(5)]
            await asyncio.sleep(seconds)
            nats.start()
            await stage.have_cases(references[:1], at_most=FIRST_MESSAGE_SECONDS)
            await stage.have_cases(references, at_most=FIRST_MESSAGE_SECONDS)
    await stage.reconnected()
    await until(stage.is_settled)
    assert await stage.count("cases") == await stage.count("history") == 5 * len(OUTAGES)
    assert await stage.messages_on(f"{ReportSubmittedV1.SUBJECT}.*") == 5 * len(OUTAGES)


async def test_what_the_broker_forgot_that_it_heard_before_has_no_second_effect(
    stage: Stage, launch: Launch, nats: NatsServer, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {"shared.messaging.streams.DUPLICATE_WINDOW": DUPLICATE_WINDOW}
    monkeypatch.setattr("shared.messaging.streams.DUPLICATE_WINDOW", DUPLICATE_WINDOW)
    await stage.provision()
    async with client_for("intake") as practice:
        sent = await report_by_api(practice, an_address())
    worker = await launch("intake", changes=Changes(dies_at="before marking", limits=limits))
    await worker.ended(at_most=at_leisure(20))
    nats.kill()
    await asyncio.sleep(2 * DUPLICATE_WINDOW)
    nats.start()
    await launch("intake", "triage", changes=Changes(limits=limits))
    await stage.have_cases([sent.reference])
    await stage.reconnected()

    async def is_said_twice() -> bool:
        return await stage.messages_on(f"{ReportSubmittedV1.SUBJECT}.*") == 2

    await until(is_said_twice)
    await until(stage.is_settled)
    assert await stage.count("cases") == await stage.count("history") == 1

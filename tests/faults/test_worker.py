"""The worker dies in the middle of its work."""

import asyncio
import os
import signal

import asyncpg
import httpx
import pytest

from tests.mailbox import Mailbox
from tests.practice import an_address, report_by_api
from tests.system import RunningSystem
from tests.workers import until

pytestmark = pytest.mark.faults

HALF_A_BURST = 25


async def test_a_worker_killed_in_a_burst_loses_no_case_and_mails_nobody_twice(
    system: RunningSystem, practice: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    burst = [an_address() for _ in range(2 * HALF_A_BURST)]
    sent = await asyncio.gather(*(report_by_api(practice, address) for address in burst[:HALF_A_BURST]))
    await mailbox.mail_to(burst[0])
    os.kill(system.process_named("rw-worker"), signal.SIGKILL)
    sent += await asyncio.gather(*(report_by_api(practice, address) for address in burst[HALF_A_BURST:]))
    references = [one.reference for one in sent]
    connection = await asyncpg.connect(system.variables["DATABASE_URL"].replace("+asyncpg", ""))

    async def is_settled() -> bool:
        states = await _mail_states(connection, references)
        # A mail that was going out at the kill may have arrived or not.
        return len(states) == len(burst) and set(states.values()) <= {"sent", "unknown"}

    await until(is_settled, at_most=90)
    states = await _mail_states(connection, references)
    cases = await connection.fetchval("select count(*) from triage.cases where reference = any($1)", references)
    await connection.close()
    arrived = {one.reference: len(await mailbox.mails(one.email)) for one in sent}
    assert cases == len(burst)
    assert all(arrived[reference] == 1 for reference, state in states.items() if state == "sent")
    assert max(arrived.values()) == 1


async def _mail_states(connection: "asyncpg.Connection[asyncpg.Record]", references: list[str]) -> dict[str, str]:
    rows = await connection.fetch(
        "select reports.reference, mails.state from notifier.mails"
        " join notifier.reports on reports.id = mails.about_id where reports.reference = any($1)",
        references,
    )
    return {row["reference"]: row["state"] for row in rows}

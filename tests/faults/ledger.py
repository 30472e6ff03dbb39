"""Reports that were sent until they were taken, and what there is of them: one of everything, or it is wrong."""

import asyncio
from collections.abc import Sequence

import httpx
import psycopg

from tests.faults.apart import Apart
from tests.practice import REPORTS, api_report

COUNTED = """
    select (select count(*) from intake.reports join intake.reporters on report_id = reports.id where email = %(who)s),
           (select count(*) from triage.cases join intake.reporters using (report_id) where email = %(who)s),
           (select count(*) from notifier.contacts join notifier.mails on about_id = report_id
                where email = %(who)s and state = 'sent')
"""


async def post(desk: httpx.AsyncClient, address: str) -> httpx.Response:
    """Report by machine, with the key that makes sending it again harmless."""
    return await desk.post(REPORTS, json=api_report(address), headers={"Idempotency-Key": f"key of {address}"})


async def insist(desk: httpx.AsyncClient, address: str) -> httpx.Response:
    """Report by machine until it is taken; refused for a while with 503 and nothing else."""
    while (answer := await post(desk, address)).status_code != 201:
        assert answer.status_code == 503, answer.text
        await asyncio.sleep(0.1)
    return answer


async def took_each_once(parts: Apart, addresses: Sequence[str]) -> bool:
    """Whether each has one report, one case and one mail that is sent. The worker must have survived."""
    assert parts.worker.lives(), parts.worker.tail()
    async with await psycopg.AsyncConnection.connect(parts.dsn) as connection:
        counted = [await (await connection.execute(COUNTED, {"who": who})).fetchone() for who in addresses]
    return counted == [(1, 1, 1)] * len(addresses)

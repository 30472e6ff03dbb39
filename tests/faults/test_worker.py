"""The worker dies in the middle of its work."""

import asyncio
import os
import signal
from uuid import UUID

import asyncpg
import httpx
import pytest

from services.intake.handlers import hiding
from shared.contracts.hidden import HiddenKind
from shared.database import Database
from shared.ids import new_id
from tests.erasing.searching import columns_with, files_with, ids_of
from tests.mailbox import Mailbox
from tests.practice import an_address, report_by_api
from tests.system import RunningSystem
from tests.workers import until

pytestmark = pytest.mark.faults

HALF_A_BURST = 25
HEARERS = {"intake", "triage", "research", "escalation", "notifier"}


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


async def test_a_piece_that_was_hidden_is_gone_everywhere_though_the_worker_dies_meanwhile(
    system: RunningSystem, practice: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A word that no other test types.
    secret = "Roerdomp"
    sent = await report_by_api(practice, an_address(), titel=f"Brief over {secret}", verhaal=f"Elke week een {secret}.")
    url, facts = system.variables["DATABASE_URL"], next((system.folder / "nats").rglob("streams/FACTS"))

    async def is_heard() -> bool:
        return {place.partition(".")[0] for place in columns_with(url, secret)} == HEARERS

    async def is_gone() -> bool:
        return not columns_with(url, secret) and not files_with(facts, secret)

    await until(is_heard, at_most=60)
    monkeypatch.setenv("SECRET_KEY", system.variables["SECRET_KEY"])
    intake = Database(url, "intake", connections=1)
    os.kill(system.process_named("rw-worker"), signal.SIGKILL)
    async with intake.transaction() as session:
        (report_id,) = ids_of(url, sent.reference)
        await hiding.hide(session, report_id, new_id(), secret, HiddenKind.OTHER, "Sanne")
    await intake.close()
    await until(lambda: _is_said(url, report_id), at_most=60)
    os.kill(system.process_named("rw-worker"), signal.SIGKILL)
    await until(is_gone, at_most=120)
    assert {place.partition(".")[0] for place in columns_with(url, "Brief over [verwijderd]")} == HEARERS


async def _is_said(url: str, report_id: UUID) -> bool:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    said = await connection.fetchval(
        "select count(published_at) from intake.outbox where subject = $1", f"intake.words.hidden.v1.{report_id}"
    )
    await connection.close()
    return bool(said)

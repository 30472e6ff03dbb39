"""The drill: a system that works is backed up, and goes on from the backup in an empty place."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from deploy.backup import backup_file, content, database, keys
from deploy.backup.manifest import Manifest
from tests.mailbox import Mailbox
from tests.practice import Sent, an_address, report_by_api, visitor
from tests.system import RunningSystem
from tests.team import case_of, member

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

# What nobody changes when the system goes on.
QUIET = {"accounts.members", "intake.reports", "intake.reporters", "knowledge.items", "research.dossiers"}
OF_REPORT = """
    select (select count(*) from triage.cases where reference = report.reference),
        (select count(*) from notifier.notices where report_id = report.id),
        (select count(*) from notifier.mails where about_id = report.id)
    from intake.reports report where reference = %s"""


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """An empty place."""
    folder = Path(tempfile.mkdtemp(prefix="rw-restored-"))
    folder.chmod(0o711)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


async def test_a_system_goes_on_from_its_backup_in_an_empty_place(
    running_system: RunningSystem, elsewhere: Path
) -> None:
    old = running_system
    async with visitor(old.web) as practice:
        handled = await report_by_api(practice, an_address())
        await Mailbox(old.mails).mail_to(handled.email)
        with stopped_worker(old):
            waiting = await report_by_api(practice, an_address())
            queue = await queue_of(old)
            manifest = await back_up_while_reports_come_in(old, practice)
    await restore(old, elsewhere)
    with started(elsewhere) as new:
        assert {table: rows for table, rows in measured(new).items() if table in QUIET} == {
            table: manifest.tables[table] for table in QUIET
        }
        assert (await queue_of(new))[: len(queue)] == queue
        await is_mailed(new, waiting)
        async with member(new.web) as lead:
            await case_of(lead, waiting.reference)
        assert of_report(new, waiting) == (1, 1, 1)
        assert [len(await Mailbox(new.mails).mails(sent.email)) for sent in (handled, waiting)] == [0, 1]
        async with visitor(new.web) as practice:
            assert handled.reference in (await practice.get(handled.status_page)).text


@contextmanager
def stopped_worker(system: RunningSystem) -> Iterator[None]:
    """A while in which nothing is said or heard."""
    worker = system.process_named("rw-worker")
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


async def back_up_while_reports_come_in(system: RunningSystem, practice: httpx.AsyncClient) -> Manifest:
    backup = asyncio.create_task(asyncio.to_thread(system.command, "backup", "--verify"))
    while not backup.done():
        await report_by_api(practice, an_address())
        await asyncio.sleep(0.1)
    await backup
    return backup_file.read_head(newest(system), keys.identities(key_file(system))).manifest


def newest(system: RunningSystem) -> Path:
    return max((system.folder / "backups").iterdir())


def key_file(system: RunningSystem) -> Path:
    return system.folder / "secrets" / "backup.key"


async def restore(system: RunningSystem, place: Path) -> None:
    """As a person does who has the newest backup and its key, and nothing else."""
    command = [sys.executable, "-m", "deploy.run", "restore", str(newest(system)), "--identity", str(key_file(system))]
    environment = system.environment | {"DATA_DIR": str(place)}
    done = await asyncio.to_thread(subprocess.run, command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "go first" in done.stdout


@contextmanager
def started(place: Path) -> Iterator[RunningSystem]:
    """A system on what is there."""
    system = RunningSystem(place, DEMO="1")
    try:
        system.wait_until_ready()
        yield system
    finally:
        system.kill()


def measured(system: RunningSystem) -> dict[str, str]:
    with database.connect(system.variables["DATABASE_URL"]) as connection:
        return content.measure(connection)


def of_report(system: RunningSystem, sent: Sent) -> tuple[int, ...] | None:
    """How many cases, notices and mails there are of a report."""
    with database.connect(system.variables["DATABASE_URL"]) as connection:
        return connection.execute(OF_REPORT, [sent.reference]).fetchone()


async def queue_of(system: RunningSystem) -> list[str]:
    """The queue of the team, as its first page shows it."""
    async with member(system.web) as lead:
        return re.findall(r"RW-\d\d-\d{4,}", (await lead.get("/team/triage?lijst=alle-open")).text)


async def is_mailed(system: RunningSystem, sent: Sent) -> None:
    assert sent.reference in (await Mailbox(system.mails).mail_to(sent.email)).text

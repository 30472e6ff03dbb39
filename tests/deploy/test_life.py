"""One life of the whole system: first start, SIGKILL, resumed, Ctrl-C."""

import asyncio
import json
import os
import shutil
import signal
import tempfile
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from deploy.embedded import lock, variables
from tests.pages import submit
from tests.practice import visitor
from tests.system import RunningSystem, listened_addresses, lives, within
from tests.team import SIGN_IN

LOOPBACK = "0100007F"
EMAIL, PASSWORD = "lezer@team.example", "een lang genoeg wachtwoord om te lezen"

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="rw-life-"))
    made.chmod(0o711)
    yield made / "data"
    assert within(10, lambda: not lock.is_held(made / "data" / "lock"))
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def first(folder: Path) -> Iterator[RunningSystem]:
    system = RunningSystem(folder)
    yield system
    system.process.kill()
    system.process.wait()


@pytest.fixture(scope="module")
def resumed(folder: Path, first: RunningSystem) -> Iterator[RunningSystem]:
    first.process.kill()
    first.process.wait()
    system = RunningSystem(folder)
    yield system
    system.process.kill()
    system.process.wait()


def test_a_first_start_tells_where_everything_is_once_it_is_ready(first: RunningSystem) -> None:
    printed = first.wait_until_ready()
    assert f"http://127.0.0.1:{first.http}/melden" in printed
    assert f"http://127.0.0.1:{first.mail}" in printed
    assert "Password" not in printed
    assert first.status("/health/ready") == 200
    assert first.status("/melden") == 200


def test_only_loopback_is_listened_on(first: RunningSystem) -> None:
    assert listened_addresses([first.process.pid, *first.descendants()]) == {LOOPBACK}


def test_what_nobody_needs_who_stays_takes_no_memory(first: RunningSystem) -> None:
    for process in ("rw-preloaded", "rw-web", "rw-worker", "rw-mail"):
        libraries = Path(f"/proc/{first.process_named(process)}/maps").read_text()
        assert "asyncpg" in libraries
        assert not [name for name in ("psycopg", "typst") if name in libraries], process


def test_what_it_keeps_to_itself_is_closed_to_others(folder: Path) -> None:
    for name in ("secrets", "logs", "mail", "nats"):
        assert (folder / name).stat().st_mode & 0o077 == 0
    assert (folder / "run" / "env").stat().st_mode & 0o077 == 0


def test_a_second_copy_on_the_same_data_is_refused_in_one_line(first: RunningSystem, folder: Path) -> None:
    second = first.launch()
    printed, _ = second.communicate(timeout=30)
    assert (second.returncode, printed) == (
        1,
        f"regelwijzer: another copy already runs on {folder} (DATA_DIR chooses another)\n",
    )


def test_a_killed_supervisor_leaves_no_orphans(first: RunningSystem, folder: Path) -> None:
    system = variables.read(folder / "run" / "env")
    note = EmailMessage()
    note["From"], note["To"], note["Subject"] = "a@example.nl", "b@example.nl", "kept over a crash"
    asyncio.run(aiosmtplib.send(note, hostname="127.0.0.1", port=int(system["SMTP_URL"].rsplit(":", 1)[1])))
    children = first.descendants()
    assert len(children) >= 5
    os.kill(first.process.pid, signal.SIGKILL)
    assert within(10, lambda: not any(map(lives, children)))


def test_the_next_start_resumes_after_the_crash(resumed: RunningSystem) -> None:
    resumed.wait_until_ready()
    assert resumed.status("/health/ready") == 200
    with urllib.request.urlopen(f"http://127.0.0.1:{resumed.mail}/api/messages") as answer:
        assert [mail["subject"] for mail in json.load(answer)] == ["kept over a crash"]


def test_a_child_that_dies_is_started_again(resumed: RunningSystem) -> None:
    before = resumed.descendants()
    web = next(pid for pid in before if Path(f"/proc/{pid}/comm").read_text() == "rw-web\n")
    os.kill(web, signal.SIGKILL)
    assert within(5, lambda: not lives(web))
    # The supervisor holds the port, so this call waits for the new process instead of failing.
    assert resumed.status("/health/live") == 200


async def test_ctrl_c_ends_everything_also_what_an_open_page_listens_to(resumed: RunningSystem, folder: Path) -> None:
    children = resumed.descendants()
    resumed.hire(EMAIL, "reader", PASSWORD)
    async with visitor(resumed.web) as team:
        await submit(team, SIGN_IN, SIGN_IN, {"e-mailadres": EMAIL, "wachtwoord": PASSWORD})
        async with team.stream("GET", "/team/live") as line:
            os.killpg(resumed.process.pid, signal.SIGINT)
            # To its end: a line that is cut off raises.
            async for _ in line.aiter_lines():
                pass
    assert resumed.process.wait(timeout=30) == 0
    assert within(1, lambda: not any(map(lives, children)))
    assert not (folder / "run" / "env").exists()
    assert not (folder / "postgres" / "postmaster.pid").exists()

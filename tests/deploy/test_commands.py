"""The command line against a real database, and its faults in one line."""

import asyncio
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.embedded import secrets
from deploy.event_map import event_map
from deploy.run import main
from shared.contracts.registry import all_facts
from shared.database import Database
from shared.messaging.delivery import Delivery
from shared.messaging.parked import failing


@pytest.fixture
def system(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    key = secrets.new_session_key()
    for name, value in {
        "DATABASE_URL": database_url,
        "NATS_URL": "nats://127.0.0.1:1",
        "SMTP_URL": "smtp://127.0.0.1:1",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "SECRET_KEY": secrets.new_secret_key(),
        "SESSION_PUBLIC_KEY": secrets.public_part(key),
        "ACCOUNTS_SESSION_PRIVATE_KEY": key,
        "ACCOUNTS_ARGON2_MEMORY_KIB": "8",
    }.items():
        monkeypatch.setenv(name, value)
    return database_url


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run one command of ours."""

    def command(*arguments: str, typed: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["regelwijzer", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            code = main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return Done(code, *capsys.readouterr())

    return command


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DATABASE_URL", "NATS_URL", "SMTP_URL", "PUBLIC_URL", "SECRET_KEY", "SESSION_PUBLIC_KEY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize("command", ["web", "worker"])
def test_a_missing_setting_is_one_line(bare: pytest.MonkeyPatch, run: Callable[..., Done], command: str) -> None:
    bare.setenv("DATABASE_URL", "postgresql+asyncpg://nobody@/nothing")
    done = run(command)
    assert done.code == 2
    assert done.err.startswith("regelwijzer: NATS_URL: Field required")
    assert len(done.err.splitlines()) == 1


def test_a_command_without_a_running_system_says_what_to_do(
    bare: pytest.MonkeyPatch, run: Callable[..., Done], tmp_path: Path
) -> None:
    bare.setenv("DATA_DIR", str(tmp_path))
    expected = f"regelwijzer: nothing runs on {tmp_path}: start `make run`, or set DATABASE_URL and the others\n"
    assert run("migrate") == Done(1, "", expected)


def test_a_wrong_choice_of_a_start_is_one_line(run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "web")
    assert run("run") == Done(1, "", "regelwijzer: PORT must be a port number, not 'web'\n")


def test_an_unknown_service_is_one_line(system: str, run: Callable[..., Done]) -> None:
    done = run("web", "triagge")
    assert (done.code, done.err.split(";")[0]) == (2, "regelwijzer: there is no service 'triagge'")


def test_the_command_itself_starts() -> None:
    done = subprocess.run([Path("regelwijzer").absolute(), "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    for command in ("run", "web", "worker", "migrate", "provision", "seed", "user", "events", "parked"):
        assert command in done.stdout


def test_events_lists_every_fact_with_who_says_and_hears_it(run: Callable[..., Done]) -> None:
    lines = run("events").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [fact.SUBJECT for fact in all_facts()]
    submitted = next(row for row in event_map() if row.subject == "intake.report.submitted.v1")
    assert submitted.said_by == "intake"
    assert "triage" in submitted.heard_by


def test_fresh_secrets_differ_each_time(run: Callable[..., Done]) -> None:
    first, second = (run("secrets").out.splitlines() for _ in range(2))
    assert len(first) == len(second)
    assert not set(first) & set(second)


def test_a_member_is_added_once_and_only_with_a_good_password(system: str, run: Callable[..., Done]) -> None:
    def add(password: str, role: str = "lead") -> Done:
        options = ("--name", "Mo", "--email", "mo@example.nl", "--role", role, "--password-stdin")
        return run("user", "add", *options, typed=f"{password}\n")

    assert "there is no role 'boss'" in add("een lang wachtwoord", role="boss").err
    assert add("kort").err.startswith("regelwijzer: this password is too weak: ")
    assert add("een lang wachtwoord").out == "mo@example.nl is now a member of the team.\n"
    again = add("een lang wachtwoord")
    assert (again.code, again.err) == (1, "regelwijzer: mo@example.nl is a member already\n")


async def park(url: str) -> None:
    database = Database(url, "triage", connections=1)
    async with database.transaction() as session:
        delivery = Delivery(b"{}", "intake.report.submitted.v1.x", "FACTS", 7, 1)
        await failing.record_failure(session, "triage-report-submitted", delivery, "ValueError")
        await failing.park(session, "triage-report-submitted", delivery)
    await database.close()


def test_parked_facts_are_listed_retried_and_dropped(system: str, run: Callable[..., Done]) -> None:
    assert run("parked", "list").out == "Nothing is parked.\n"
    asyncio.run(park(system))
    listed = run("parked", "list").out
    assert "triage-report-submitted" in listed
    parked_id = listed.split()[0]
    assert "handled again" in run("parked", "retry", parked_id).out
    assert "dropped" in run("parked", "drop", parked_id, "--because", "a trial").out
    gone = run("parked", "retry", parked_id)
    assert (gone.code, gone.err) == (1, "Nothing is parked under that id.\n")

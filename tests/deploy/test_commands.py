"""The command line against a real database, and its faults in one line."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.event_map import event_map
from shared.contracts.registry import all_facts
from tests.deploy.conftest import Done


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
    assert run("user", "new-app", "--email", "mo@example.nl").out.startswith("mo@example.nl sets up a new app")
    assert run("user", "new-app", "--email", "wie@example.nl").err == "regelwijzer: wie@example.nl is no member\n"

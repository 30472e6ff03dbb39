"""One command of ours against a real database."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from deploy.embedded import secrets
from deploy.run import main


@pytest.fixture
def system(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The surroundings a command needs; the address of the database."""
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
    """What a command left: its exit code and what it printed."""

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

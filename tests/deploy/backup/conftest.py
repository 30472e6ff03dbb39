from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from deploy.backup import keys
from deploy.backup.making import Made, Maker
from deploy.embedded.secrets import new_session_key, public_part
from services.intake.forms import ReportForm
from services.intake.handlers.reporting import Receipt, submit_report
from shared.database import Database
from tests.databases import execute
from tests.intake.filled_in import API_REPORT
from tests.servers import NatsServer

SECRET_KEY = "a key for tests, of thirty-two bytes"
_numbers = count(1)

Databases = Callable[[str], Database]


@dataclass(frozen=True)
class Place:
    """A system with something in it, and the key of its backups."""

    maker: Maker
    key_file: Path
    reports: list[Receipt]

    @property
    def url(self) -> str:
        """Its database."""
        return self.maker.database_url

    def back_up(self) -> Made:
        """Make a backup of it now."""
        return self.maker.make()


async def report(databases: Databases) -> Receipt:
    """A practice sends a report in; nobody heard of it yet."""
    form = ReportForm.model_validate(API_REPORT)
    async with databases("intake").transaction() as session:
        return await submit_report(session, form, key=SECRET_KEY)


@pytest.fixture
async def place(databases: Databases, database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """A system that took in three reports."""
    key_file = tmp_path / "backup.key"
    key_file.write_text(keys.new_key())
    recipients = keys.recipients(keys.public_key(key_file))
    maker = Maker(database_url, tmp_path / "backups", recipients, SECRET_KEY, {})
    yield Place(maker, key_file, [await report(databases) for _ in range(3)])


@pytest.fixture
def empty_url(postgres: URL) -> Iterator[str]:
    """A database with nothing in it."""
    name = f"empty_{next(_numbers)}"
    execute(postgres, f"create database {name}")
    yield postgres.set(database=name).render_as_string(hide_password=False)
    execute(postgres, f"drop database {name} with (force)")


@pytest.fixture
def target(empty_url: str, nats: NatsServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Servers with nothing on them, and the settings of a system there; returns the URL of the database."""
    key = new_session_key()
    for name, value in {
        "DATABASE_URL": empty_url,
        "NATS_URL": nats.url,
        "SMTP_URL": "smtp://127.0.0.1:1",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "SECRET_KEY": SECRET_KEY,
        "SESSION_PUBLIC_KEY": public_part(key),
        "ACCOUNTS_SESSION_PRIVATE_KEY": key,
    }.items():
        monkeypatch.setenv(name, value)
    return empty_url

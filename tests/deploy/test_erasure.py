"""Erasing by hand, and all erasures again in a database that was put back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from deploy.erasure import replay
from deploy.run import app
from services.intake.erasure_list import Listed
from shared.contracts.intake import ReportErasedV1
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from shared.erasure_list import add_to_list
from shared.messaging.tables import outbox
from tests.deploy.reported import reported
from tests.erasing.searching import columns_with
from tests.erasing.told import SECRET
from tests.facts import said

Databases = Callable[[str], Database]
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def _facts_said(database: Database) -> int:
    async with database.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(outbox)) or 0)


async def test_every_erasure_of_the_list_is_done_again_everywhere_without_a_broker(
    databases: Databases, database_url: str, tmp_path: Path
) -> None:
    report_id = await reported(databases)
    assert {place.partition(".")[0] for place in columns_with(database_url, SECRET)} == {
        "intake", "triage", "research", "escalation", "notifier",
    }  # fmt: skip
    erasures = tmp_path / "erasures.jsonl"
    add_to_list(erasures, [Listed(report_id=report_id, reason=EraseReason.PATIENT_DATA, erased_at=AT)])
    assert await replay(database_url, erasures) == 1
    assert columns_with(database_url, SECRET) == []
    assert (await said(databases("intake"))).count(
        ReportErasedV1(report_id=report_id, reason=EraseReason.PATIENT_DATA)
    ) == 1
    before = [await _facts_said(databases(service)) for service in ("intake", "escalation", "notifier")]
    assert await replay(database_url, erasures) == 1
    assert [await _facts_said(databases(service)) for service in ("intake", "escalation", "notifier")] == before


async def test_without_a_list_nothing_is_done(databases: Databases, database_url: str, tmp_path: Path) -> None:
    await reported(databases)
    assert await replay(database_url, None) == 0
    assert await replay(database_url, tmp_path / "no list") == 0
    assert columns_with(database_url, SECRET)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["RW-26-0001", "--yes"], "say which report and why"),
        (["RW-26-0001", "--yes", "--reason=zomaar"], "there is no reason 'zomaar'"),
        (["RW-99-0001", "--yes", "--reason=requested"], "there is no report RW-99-0001"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(
    database_url: str, monkeypatch: pytest.MonkeyPatch, words: list[str], answer: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    for name in ("NATS_URL", "SMTP_URL", "PUBLIC_URL", "SESSION_PUBLIC_KEY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("SECRET_KEY", "x" * 32)
    result = CliRunner().invoke(app, ["erase", *words])
    assert answer in str(result.exception)


def test_somebody_who_is_not_sure_erases_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    result = CliRunner().invoke(app, ["erase", "RW-26-0001", "--reason=requested"], input="n\n")
    assert result.exit_code == 1
    assert "There is no way back" in result.output

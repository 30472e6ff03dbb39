"""Who has not tried anything yet can ask to be reminded in two weeks."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.intake.handlers import conversation
from services.intake.subscribers import facts
from shared import clock
from shared.contracts.intake import ReminderFellDueV1, ReportSubmittedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.vocabulary import NextActor
from shared.database import Database
from shared.ids import new_id
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
START = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOTHING_YET = {"eigenStappen": ["nothing_yet"], "herinnering": True}


async def _report(client: httpx.AsyncClient, database: Database, report: dict[str, Any], **changes: Any) -> None:
    with clock.frozen(START):
        (await client.post("/api/v1/meldingen", json=API_REPORT | report)).raise_for_status()
    reports = [fact for fact in await said(database) if isinstance(fact, ReportSubmittedV1)]
    notice: dict[str, Any] = {
        "notice_id": new_id(), "report_id": reports[-1].report_id, "happened_at": START, "title": "In onderzoek",
        "text": "We zoeken het uit.", "public_status": "In onderzoek", "next_actor": NextActor.TEAM,
        "next_actor_name": "Wij",
    }  # fmt: skip
    await deliver(database, facts, NoticeIssuedV1.model_validate(notice | changes))


async def _reminders(database: Database, days: int) -> int:
    with clock.frozen(START + timedelta(days=days)):
        async with database.transaction() as session:
            await conversation.remind(session)
    return len([fact for fact in await said(database) if isinstance(fact, ReminderFellDueV1)])


async def test_the_reminder_comes_after_two_weeks_and_once(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await _report(client, databases("intake"), NOTHING_YET)
    assert [await _reminders(databases("intake"), days) for days in (13, 14, 15)] == [0, 1, 1]


@pytest.mark.parametrize(
    "changes",
    [
        {"eigenStappen": ["nothing_yet"]},
        {"eigenStappen": ["asked_why"], "herinnering": True},
        NOTHING_YET | {"public_status": "Opgelost"},
        NOTHING_YET | {"next_actor": NextActor.REPORTER},
    ],
    ids=["not asked for", "tried something", "solved meanwhile", "to move anyway"],
)
async def test_nobody_else_is_reminded(client_for: ClientFor, databases: Databases, changes: dict[str, Any]) -> None:
    notice = {name: changes[name] for name in ("public_status", "next_actor") if name in changes}
    report = {name: given for name, given in changes.items() if name not in notice}
    async with client_for("intake") as client:
        await _report(client, databases("intake"), report, **notice)
    assert await _reminders(databases("intake"), 20) == 0

"""A report that was sent in and has come to an end, as intake knows it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from services.intake.handlers import checks
from services.intake.subscribers import facts
from shared import clock
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.vocabulary import NextActor
from shared.database import Database
from shared.ids import new_id
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

# A Thursday in summer time; four weeks later it is winter time.
CLOSED_AT = datetime(2026, 10, 8, 14, 30, tzinfo=UTC)


def a_notice(report_id: UUID, **changes: Any) -> NoticeIssuedV1:
    """That the report is solved."""
    values: dict[str, Any] = {
        "notice_id": new_id(),
        "report_id": report_id,
        "happened_at": CLOSED_AT,
        "title": "Opgelost: dit verandert er",
        "text": "Het hoeft niet meer.",
        "public_status": "Opgelost",
        "next_actor": NextActor.NOBODY,
        "next_actor_name": "Niemand",
    }
    return NoticeIssuedV1.model_validate(values | changes)


async def an_ended_report(client: httpx.AsyncClient, database: Database, **changes: Any) -> tuple[UUID, str]:
    """Its id and the address of its page."""
    with clock.frozen(CLOSED_AT - timedelta(days=7)):
        answer = await client.post("/api/v1/meldingen", json=API_REPORT)
    reports = [fact for fact in await said(database) if isinstance(fact, ReportSubmittedV1)]
    await deliver(database, facts, a_notice(reports[-1].report_id, **changes))
    return reports[-1].report_id, answer.json()["statusUrl"].removeprefix("http://localhost")


async def checked(database: Database, moment: datetime) -> None:
    """The job that asks, at this moment."""
    with clock.frozen(moment):
        async with database.transaction() as session:
            await checks.say_due_checks(session)

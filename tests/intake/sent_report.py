"""A report that was sent in by machine, and notices about it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from shared.contracts.base import Fact
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.vocabulary import NextActor
from shared.database import Database
from shared.ids import new_id
from tests.facts import said
from tests.intake.filled_in import API_REPORT


async def a_sent_report(client: httpx.AsyncClient, database: Database, **changes: Any) -> tuple[UUID, str]:
    """Its id and the address of its page."""
    answer = await client.post("/api/v1/meldingen", json=API_REPORT | changes)
    reports = [fact for fact in await said(database) if isinstance(fact, ReportSubmittedV1)]
    return reports[-1].report_id, answer.json()["statusUrl"].removeprefix("http://localhost")


def a_notice_of(report_id: UUID, **changes: Any) -> NoticeIssuedV1:
    """That the report is being researched."""
    values: dict[str, Any] = {
        "notice_id": new_id(),
        "report_id": report_id,
        "happened_at": datetime.now(UTC) + timedelta(minutes=5),
        "title": "We gaan dit onderzoeken",
        "text": "We zoeken uit waar de regel staat.",
        "public_status": "In onderzoek",
        "next_actor": NextActor.TEAM,
        "next_actor_name": "Wij",
    }
    return NoticeIssuedV1.model_validate(values | changes)


async def said_of(database: Database, kind: type[Fact]) -> list[Any]:
    """What the service said of one kind, in order."""
    return [fact for fact in await said(database) if isinstance(fact, kind)]

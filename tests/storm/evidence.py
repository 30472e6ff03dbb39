"""What the system holds after a storm, read from its tables and from the folder of its mails."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from deploy.services import existing
from tests.storm.arrivals import Arrived

Row = Any


@dataclass(frozen=True)
class Said:
    """A fact in the outbox of its owner."""

    event_id: UUID
    kind: str
    about: UUID
    data: dict[str, Any]
    happened_at: str
    said_at: float
    published: bool


@dataclass
class Evidence:
    """Everything the ledger looks at. Rows are as the tables have them."""

    facts: list[Said]
    heard: dict[str, list[UUID]]
    tables: dict[str, Sequence[Row]]
    parked: list[str]
    arrived: list[Arrived] = field(default_factory=list)

    def of_kind(self, *kinds: str) -> list[Said]:
        """The facts of these kinds, in the order in which they were said."""
        return [fact for fact in self.facts if fact.kind in kinds]


# What is read besides the tables of messaging, by the name the ledger knows it by.
QUERIES = {
    "reports": "select r.id, r.reference, p.email from intake.reports r left join intake.reporters p"
    " on p.report_id = r.id order by r.reference",
    "awaited": "select report_id, sign from intake.awaited",
    "shown notices": "select id from intake.notices",
    "cases": "select report_id, reference, state, dossier_id from triage.cases",
    "reports known to research": "select id from research.reports",
    "reports known to escalation": "select id from escalation.reports",
    "reports known to notifier": "select id from notifier.reports",
    "contacts": "select report_id as id from notifier.contacts",
    "dossiers": "select id, reference, state from research.dossiers order by reference",
    "linked": "select report_id, dossier_id from research.linked_reports",
    "handovers": "select id, reference, state, report_id, dossier_id, contact_email from escalation.handovers"
    " order by reference",
    "notices": "select id, report_id, fact_id from notifier.notices",
    "mails": "select id, source_id, purpose, state, resent from notifier.mails",
    "packages": "select id, handover_id, to_email from notifier.packages",
    "case history": "select about_id, who, text, internal from triage.history"
    " where about_id not in (select id from triage.standard_texts) order by id",
    "dossier history": "select about_id, who, text, internal from research.history order by id",
    "handover history": "select about_id, who, text, internal from escalation.history order by id",
}


async def gather(connection: "asyncpg.Connection[asyncpg.Record]", arrived: Sequence[Arrived]) -> Evidence:
    """Read everything."""
    facts: list[Said] = []
    heard: dict[str, list[UUID]] = {}
    parked: list[str] = []
    for service in existing():
        facts += await _said_by(connection, service)
        for row in await connection.fetch(f"select consumer, event_id from {service}.inbox"):
            heard.setdefault(row["consumer"], []).append(row["event_id"])
        rows = await connection.fetch(f"select consumer, subject, reason from {service}.parked")
        parked += [f"{row['consumer']} {row['subject']}: {row['reason']}" for row in rows]
    tables: dict[str, Sequence[Row]] = {name: await connection.fetch(query) for name, query in QUERIES.items()}
    return Evidence(facts, heard, tables, parked, list(arrived))


async def _said_by(connection: "asyncpg.Connection[asyncpg.Record]", service: str) -> list[Said]:
    rows = await connection.fetch(
        "select event_id, subject, body, extract(epoch from created_at)::float8 as said_at,"
        f" published_at is not null as published from {service}.outbox where stream <> 'PARKED' order by id"
    )
    return [_said(row) for row in rows]


def _said(row: Row) -> Said:
    kind, _, about = row["subject"].rpartition(".")
    event = json.loads(row["body"])
    return Said(row["event_id"], kind, UUID(about), event["data"], event["time"], row["said_at"], row["published"])

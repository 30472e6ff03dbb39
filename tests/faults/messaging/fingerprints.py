"""What came of the facts in every service's tables, in a form that two runs can be compared by."""

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import asyncpg

from deploy.services import existing

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = asyncpg.Connection

# What a worker keeps to do its work, and what it adds up anew now and then. The outbox counts: a fact said twice would
# be an effect.
OWN_WORK = {"alembic_version", "heartbeats", "streams_seen", "sweeps", "desk_counts", "broker_erasures"}
MOVING = {"published_at", "said_again"}
# Besides these: what carries an id of its own in every run, and what says when something was written down.
# A session that ran out is forgotten when the next one ends: which are left depends on what came last.
NOT_COMPARED = OWN_WORK | {"outbox", "inbox", "reference_counters", "parked", "ended_sessions"}
# A proposal goes by what is known at that moment, until somebody chooses; what is searched holds numbers given out.
MADE_OF_OTHERS = {"cases": {"theme"}, "items": {"search", "search_heading"}}
OWN_ID = {"history", "findings", "notices", "mails", "packages", "outcome_checks", "audit_entries"}


async def tables(connection: Connection, service: str) -> list[str]:
    """The tables of a service."""
    rows = await connection.fetch(
        "select table_name from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE'",
        service,
    )
    return sorted(row["table_name"] for row in rows)


async def rows_of(connection: Connection, service: str, table: str) -> list[dict[str, Any]]:
    """Every row of a table."""
    return [
        json.loads(row["line"])
        for row in await connection.fetch(f"select to_jsonb(t) as line from {service}.{table} t")
    ]


async def effects_of(connection: Connection) -> dict[str, str]:
    """A hash of every table that holds an effect, by its name."""
    found = {}
    for service in existing():
        for table in await tables(connection, service):
            if table not in OWN_WORK:
                rows = [_without(row, MOVING) for row in await rows_of(connection, service, table)]
                text = "\n".join(sorted(json.dumps(row, sort_keys=True) for row in rows))
                found[f"{service}.{table}"] = f"{len(rows)} rows, {hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return found


async def end_state(connection: Connection) -> dict[str, Counter[str]]:
    """Every row of every table, under names that are the same in every run."""
    found = {}
    for service in existing():
        names = await _own_names(connection, service)
        for table in await tables(connection, service):
            if table not in NOT_COMPARED:
                dropped = ({"id"} if table in OWN_ID else set()) | MADE_OF_OTHERS.get(table, set())
                rows = (_without(row, dropped) for row in await rows_of(connection, service, table))
                found[f"{service}.{table}"] = Counter(_renamed(json.dumps(row, sort_keys=True), names) for row in rows)
    return found


async def _own_names(connection: Connection, service: str) -> dict[str, str]:
    """Ids and numbers that a service gives out itself, by what they stand for."""
    names: dict[str, str] = {}
    if service == "triage":
        for row in await rows_of(connection, "triage", "cases"):
            if row["linked_by"]:
                names[row["linked_by"]] = f"link of {row['report_id']}"
    if service == "research":
        for row in await rows_of(connection, "research", "dossiers"):
            names[row["reference"]] = f"dossier {row['id']}"
    if service == "escalation":
        for row in await rows_of(connection, "escalation", "handovers"):
            about = row["report_id"] or row["dossier_id"]
            names[row["id"]] = names[row["reference"]] = f"handover of {about} {row['created_at']}"
    if service == "knowledge":
        for row in await rows_of(connection, "knowledge", "items"):
            if row["agreement_id"]:
                names[row["id"]] = names[row["code"]] = f"item of {row['agreement_id']}"
    if service == "notifier":
        for row in await rows_of(connection, "notifier", "notices"):
            names[row["id"]] = f"notice of {row['fact_id']} to {row['report_id']}"
    return names


def _renamed(line: str, names: dict[str, str]) -> str:
    pattern = re.compile("|".join(map(re.escape, names)) or "$^")
    return pattern.sub(lambda match: names[match.group()], line)


def _without(row: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}

"""Multiplies the demo: its reports, with all that came of them, as often as makes so many reports.

python -m tests.load.multiply 100000

Every row is a copy of one that the services' own handlers made, so it is as they would make it; only ids, numbers and
links are new. Facts count as published and heard. The members, parties, known items and what the team arranged stay.
"""

import hashlib
import math
import re
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from deploy.backup import database
from deploy.backup.database import Connection
from deploy.commands.surroundings import find_system
from services.intake import domain
from shared.settings import Settings
from tests.load.gaps import ID, Gaps

# Every copy has the same team, parties and known items, and what the team arranged.
SHARED = ("accounts", "knowledge")
SHARED_TABLES = (
    "members", "ended_sessions", "practices", "standard_texts", "routing_rules", "saved_filters", "allowed_names",
)  # fmt: skip
# What a shared service knows of reports.
OF_REPORTS = ("inbox", "helps", "doubts")
# What a service knows of the broker, what only counts, and what is kept for a moment.
PLUMBING = ("alembic_version", "heartbeats", "streams_seen", "sweeps", "parked", "reference_counters")
BRIEF = ("idempotency_keys", "drafts")
COUNTERS = {"RW": "intake", "D": "research", "H": "escalation"}
# Without what PostgreSQL fills in by itself.
TABLES = """
    select n.nspname, c.relname, string_agg(quote_ident(a.attname), ', ' order by a.attnum)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and n.nspname = any(%s) and a.attgenerated = '' and a.attidentity = ''
    group by 1, 2 order by 1, 2"""


MOST_OF_A_DEMO = 500

Table = tuple[str, str, str]


def wait_until_settled(url: str) -> None:
    """Wait until the demo's facts are said and its mails sent: what waits would wait in every copy."""
    with database.connect(url) as connection:
        waiting = " + ".join(
            f"(select count(*) from {schema}.outbox where published_at is null)"
            for schema in database.schemas(connection)
        )
        mails = "(select count(*) from notifier.mails where state in ('pending', 'sending', 'retrying'))"
        while _one(connection, f"select {waiting} + {mails}"):
            time.sleep(0.5)


def multiply(url: str, secret_key: str, reports: int) -> int:
    """Add copies until there are so many reports; returns how many rows were added."""
    with database.connect(url) as connection:
        with connection.transaction():
            # Neither triggers nor checks of foreign keys: the copies are as good as what they are made of.
            connection.execute("set local session_replication_role = replica")
            tables = connection.execute(TABLES, [database.schemas(connection)]).fetchall()
            own = _one(connection, "select count(*) from intake.reports")
            if own > MOST_OF_A_DEMO:
                raise SystemExit("copies are made of a fresh demo only; start one on a new DATA_DIR")
            copies = math.ceil(reports / own) - 1
            gaps = Gaps(_shared_ids(connection, tables), _numbers(connection), _links(connection, secret_key))
            added = sum(_copy(connection, gaps, table, copies) for table in tables if _is_copied(table))
            for schema in COUNTERS.values():
                raised = f"update {schema}.reference_counters set last_number = last_number * {copies + 1}"
                connection.execute(raised.encode())
        connection.execute("analyze")
    return added


def _is_copied(table: Table) -> bool:
    schema, name, _ = table
    return schema not in SHARED and name not in (*SHARED_TABLES, *PLUMBING, *BRIEF)


def _copy(connection: Connection, gaps: Gaps, table: Table, copies: int) -> int:
    rows = [row for row in map(gaps.find, _rows(connection, table)) if row.gaps]
    words = {gap for row in rows for gap in row.gaps}
    schema, name, columns = table
    with connection.cursor() as cursor, cursor.copy(f"copy {schema}.{name} ({columns}) from stdin".encode()) as target:
        # The oldest first, as they were said.
        for number in range(copies, 0, -1):
            filled = {word: gaps.word(word, number) for word in words}
            target.write("".join(f"{row.filled(filled)}\n" for row in rows))
    return len(rows) * copies


def _rows(connection: Connection, table: Table) -> list[str]:
    schema, name, columns = table
    order = " order by id" if name == "outbox" else ""
    question = f"copy (select {columns} from {schema}.{name}{order}) to stdout"
    with connection.cursor() as cursor, cursor.copy(question.encode()) as source:
        return b"".join(map(bytes, source)).decode().splitlines()


def _shared_ids(connection: Connection, tables: Sequence[Table]) -> frozenset[str]:
    shared = [one for one in tables if (one[0] in SHARED and one[1] not in OF_REPORTS) or one[1] in SHARED_TABLES]
    return frozenset(found for table in shared for row in _rows(connection, table) for found in re.findall(ID, row))


def _numbers(connection: Connection) -> dict[str, int]:
    return {
        kind: _one(connection, f"select coalesce(max(last_number), 0) from {schema}.reference_counters")
        for kind, schema in COUNTERS.items()
    }


def _links(connection: Connection, secret_key: str) -> dict[str, Callable[[int], str]]:
    made: dict[str, Callable[[int], str]] = {}
    for seed, hashed in connection.execute("select link_seed, link_hash from intake.reports").fetchall():
        made[seed.hex()] = partial(_seed_text, seed)
        made[hashed.hex()] = partial(_hash_text, seed, secret_key)
        made[domain.link_token(seed, secret_key)] = partial(_token, seed, secret_key)
    return made


def _seed(seed: bytes, copy: int) -> bytes:
    return hashlib.sha256(seed + str(copy).encode()).digest()[: domain.LINK_BYTES]


def _seed_text(seed: bytes, copy: int) -> str:
    return _seed(seed, copy).hex()


def _token(seed: bytes, secret_key: str, copy: int) -> str:
    return domain.link_token(_seed(seed, copy), secret_key)


def _hash_text(seed: bytes, secret_key: str, copy: int) -> str:
    return domain.link_hash(_token(seed, secret_key, copy)).hex()


def _one(connection: Connection, question: str) -> int:
    row = connection.execute(question.encode()).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    find_system()
    settings, began = Settings.read(), time.monotonic()
    address = settings.database_url.get_secret_value()
    wait_until_settled(address)
    rows = multiply(address, settings.secret_key.get_secret_value(), int(sys.argv[1]))
    print(f"{rows:,} rows in {time.monotonic() - began:.0f} s")

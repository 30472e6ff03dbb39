"""Databases for tests: each time as the template is, and mostly one that was used before and emptied since.

Making one means copying a thousand files, and each connection to a new one learns its tables anew. So what a test used
is emptied. Only when it then is in every way as the template does another test get it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import LiteralString

import psycopg
from sqlalchemy.engine import URL

TEMPLATE = "template"
# Emptying leaves traces in the lists that PostgreSQL keeps of its tables.
USED_AT_MOST = 50
TERMINATE_MS = 10_000
_numbers = count(1)

# What came after PostgreSQL itself has higher numbers. The transaction that last changed a row of a catalogue is the
# same in every copy; the one row that emptying changes is that of the table, so of that only what it says counts.
_DEFINITIONS: LiteralString = """
select concat_ws(' ', 'table', oid, relname, relkind, relowner, relacl, reloptions) from pg_class where oid >= 16384
union all select concat_ws(' ', 'column', attrelid, attnum, xmin) from pg_attribute where attrelid >= 16384
union all select concat_ws(' ', 'index', indexrelid, xmin) from pg_index where indexrelid >= 16384
union all select concat_ws(' ', 'sequence', seqrelid, xmin, pg_sequence_last_value(seqrelid)) from pg_sequence
union all select concat_ws(' ', 'constraint', oid, xmin) from pg_constraint where oid >= 16384
union all select concat_ws(' ', 'default', oid, xmin) from pg_attrdef
union all select concat_ws(' ', 'function', oid, xmin) from pg_proc where oid >= 16384
union all select concat_ws(' ', 'trigger', oid, xmin) from pg_trigger
union all select concat_ws(' ', 'schema', oid, xmin) from pg_namespace
union all select concat_ws(' ', 'type', oid, xmin) from pg_type where oid >= 16384
union all select concat_ws(' ', 'extension', oid, xmin) from pg_extension
union all select concat_ws(' ', 'setting', setrole, setconfig) from pg_db_role_setting
union all select concat_ws(' ', 'analyzed', starelid, staattnum) from pg_statistic where starelid >= 16384
"""
_FINGERPRINT: LiteralString = f"select sum(hashtextextended(line, 0)) from ({_DEFINITIONS}) as definitions(line)"
_FILLED: LiteralString = (
    "select oid::regclass::text from pg_class where oid >= 16384 and relkind = 'r' and pg_relation_size(oid) > 0"
)
_OTHERS: LiteralString = (
    "select pg_terminate_backend(pid, %s) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)


@dataclass(frozen=True)
class _Template:
    filled: list[str]
    rows: list[tuple[str, str]]
    fingerprint: int


@dataclass
class _Copy:
    name: str
    connection: psycopg.Connection
    times: int = 0


@contextmanager
def fresh_database(postgres: URL) -> Iterator[URL]:
    """A database as the template is."""
    idle = _idle(postgres)
    copy = idle.pop() if idle else _copied(postgres)
    try:
        yield postgres.set(database=copy.name)
    finally:
        copy.times += 1
        if copy.times < USED_AT_MOST and _emptied(copy, _template(postgres)):
            idle.append(copy)
        else:
            copy.connection.close()
            execute(postgres, f"drop database {copy.name} with (force)")


def execute(url: URL, statement: str) -> None:
    """Run one statement as the owner, outside any transaction."""
    with _connected(url) as connection:
        connection.execute(statement.encode())


@cache
def _idle(_postgres: URL) -> list[_Copy]:
    return []


@cache
def _template(postgres: URL) -> _Template:
    with _connected(postgres.set(database=TEMPLATE)) as connection:
        filled = _filled(connection)
        return _Template(filled, _rows(connection, filled), _fingerprint(connection))


def _copied(postgres: URL) -> _Copy:
    # Who looks at the template keeps it from being copied, so that comes first.
    _template(postgres)
    name = f"test_{next(_numbers)}"
    execute(postgres, f"create database {name} template {TEMPLATE} strategy file_copy")
    return _Copy(name, _connected(postgres.set(database=name)))


def _emptied(copy: _Copy, template: _Template) -> bool:
    """Take out what a test left; whether the database is as the template now."""
    try:
        copy.connection.execute(_OTHERS, [TERMINATE_MS])
        if left := [table for table in _filled(copy.connection) if table not in template.filled]:
            copy.connection.execute(f"truncate {', '.join(left)} restart identity".encode())
        has_its_rows = _rows(copy.connection, template.filled) == template.rows
        return has_its_rows and _fingerprint(copy.connection) == template.fingerprint
    except psycopg.Error:
        return False


def _connected(url: URL) -> psycopg.Connection:
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(dsn, autocommit=True)


def _filled(connection: psycopg.Connection) -> list[str]:
    return [table for (table,) in connection.execute(_FILLED)]


def _fingerprint(connection: psycopg.Connection) -> int:
    (found,) = connection.execute(_FINGERPRINT).fetchone() or (0,)
    return int(found)


def _rows(connection: psycopg.Connection, tables: list[str]) -> list[tuple[str, str]]:
    rows = " union all ".join(f"select '{table}', row::text from {table} as row" for table in tables)
    return sorted(connection.execute(rows.encode()))

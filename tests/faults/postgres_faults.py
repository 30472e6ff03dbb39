"""What can be wrong with PostgreSQL, for one side of the system: web or worker."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import psycopg

from tests.faults.apart import Apart
from tests.faults.proxy import FaultProxy

SLOW_SECONDS = 5
# What PostgreSQL says when an insert finds no room (53100), said by a trigger: filling a disk takes a disk.
NO_ROOM = """
    create or replace function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger no_room before insert on {table} for each row execute function no_room()
"""
END_ALL = """select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()"""


@dataclass(frozen=True)
class Side:
    """Who suffers: over which line, and which table their work needs."""

    line: Callable[[Apart], FaultProxy]
    table: str


WEB = Side(lambda parts: parts.web_database, "intake.reports")
WORKER = Side(lambda parts: parts.worker_database, "triage.cases")
Fault = Callable[[Apart, Side], AbstractContextManager[None]]


def as_owner(parts: Apart, *statements: str) -> None:
    """Run statements as the owner of the database, each on its own."""
    with psycopg.connect(parts.dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def away(parts: Apart, side: Side) -> Iterator[None]:
    """Nobody listens."""
    side.line(parts).refuse()
    try:
        yield
    finally:
        side.line(parts).heal()


@contextmanager
def black_hole(parts: Apart, side: Side) -> Iterator[None]:
    """Everything is swallowed."""
    side.line(parts).stall()
    try:
        yield
    finally:
        side.line(parts).heal()


@contextmanager
def slow(parts: Apart, side: Side) -> Iterator[None]:
    """Each answer takes ten seconds."""
    side.line(parts).delay(SLOW_SECONDS)
    try:
        yield
    finally:
        side.line(parts).heal()


@contextmanager
def locked(parts: Apart, side: Side) -> Iterator[None]:
    """Somebody holds the table."""
    with psycopg.connect(parts.dsn) as connection:
        connection.execute(f"lock table {side.table} in access exclusive mode")
        yield


@contextmanager
def read_only(parts: Apart, side: Side) -> Iterator[None]:
    """As a server that lost its place to another. It is so for everybody, from the moment the web suffers it."""
    if side is WORKER:
        yield
        return
    name = parts.database.database
    as_owner(parts, f"alter database {name} set default_transaction_read_only = on", END_ALL)
    try:
        yield
    finally:
        with psycopg.connect(parts.dsn, autocommit=True, options="-c default_transaction_read_only=off") as connection:
            connection.execute(f"alter database {name} reset default_transaction_read_only")
            connection.execute(END_ALL)


@contextmanager
def out_of_space(parts: Apart, side: Side) -> Iterator[None]:
    """There is no room for what is new."""
    as_owner(parts, NO_ROOM.format(table=side.table))
    try:
        yield
    finally:
        as_owner(parts, f"drop trigger no_room on {side.table}")


def end_all(parts: Apart) -> None:
    """End every connection, as an administrator can."""
    as_owner(parts, END_ALL)

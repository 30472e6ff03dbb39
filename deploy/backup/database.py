"""The database as the login that owns its tables sees it: all services together."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy.engine import make_url

from deploy.embedded import unprivileged
from deploy.embedded.failure import StartError

# libpq's names, in a connection and in the environment of a program.
NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "application_name": "PGAPPNAME",
}

Connection = psycopg.Connection[TupleRow]


def connect(database_url: str) -> Connection:
    """A connection that commits each statement. Raises StartError when the database does not answer."""
    try:
        return psycopg.connect(**_parameters(database_url), autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise StartError(f"the database does not answer: {complaint_in(str(error))}") from None


def program(name: str) -> Path:
    """One of PostgreSQL's own programs. Raises StartError when they are not installed."""
    return unprivileged.binaries(None) / name


def program_environment(database_url: str) -> Mapping[str, str]:
    """How such a program finds the database; a password does not show among the processes."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return inherited | {NAMES[name]: value for name, value in _parameters(database_url).items()}


def schemas(connection: Connection) -> list[str]:
    """The schemas that hold what services keep."""
    found = connection.execute(
        "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')"
        " order by nspname"
    )
    return [name for (name,) in found]


def complaint_in(text: str) -> str:
    """What a program of PostgreSQL complained of, in one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line.lower()]
    first = next(iter([*errors, *lines]), "it gave no reason")
    return re.sub(r"^.*?error:\s*", "", first, flags=re.IGNORECASE)


def _parameters(database_url: str) -> dict[str, str]:
    url = make_url(database_url)
    given = {
        "host": url.host or url.query.get("host"),
        "port": url.port or url.query.get("port"),
        "user": url.username,
        "password": url.password,
        "dbname": url.database,
        "connect_timeout": 10,
        "application_name": "rw-backup",
    }
    return {name: str(value) for name, value in given.items() if value}

"""A restore leaves a mark in the database until the last of its steps is done, so that a start can finish it."""

from psycopg import sql
from psycopg.errors import UndefinedTable

from deploy.backup.database import Connection
from deploy.backup.manifest import Manifest

TABLE = "public.unfinished_restore"
REMOVE = f"drop table if exists {TABLE}"


def statements(manifest: Manifest) -> list[str]:
    """What leaves the mark."""
    values = sql.Literal(manifest.model_dump_json()).as_string()
    return [
        f"create table {TABLE} (manifest jsonb not null)",
        f"insert into {TABLE} values ({values})",  # noqa: S608 (a literal, quoted)
    ]


def found(connection: Connection) -> Manifest | None:
    """What was restored and is not finished; None when nothing is."""
    try:
        row = connection.execute(f"select manifest::text from {TABLE}".encode()).fetchone()  # noqa: S608
    except UndefinedTable:
        return None
    return Manifest.model_validate_json(row[0]) if row else None


def remove(connection: Connection) -> None:
    """The restore is finished."""
    connection.execute(REMOVE.encode())

"""Looks for words wherever they could be left: in every column of every table, in files."""

from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

COLUMNS = """
    select table_schema, table_name, column_name, data_type from information_schema.columns
    where table_schema in (select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
    and not is_generated = 'ALWAYS'"""


def columns_with(database_url: str, words: str) -> list[str]:
    """The columns of all schemas that hold these words, as `schema.table.column`."""
    with psycopg.connect(_address(database_url)) as connection:
        columns = connection.execute(COLUMNS).fetchall()
        return sorted(".".join(place[:3]) for place in columns if _holds(connection, words, *place))


def ids_of(database_url: str, *references: str) -> list[UUID]:
    """The ids of the reports with these numbers."""
    with psycopg.connect(_address(database_url)) as connection:
        found = connection.execute("select id from intake.reports where reference = any(%s)", [list(references)])
        return [row[0] for row in found]


def _address(database_url: str) -> str:
    return make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _holds(
    connection: "psycopg.Connection[tuple[object, ...]]", words: str, schema: str, table: str, column: str, kind: str
) -> bool:
    # As text, PostgreSQL writes bytes as hexadecimal digits.
    as_text = "encode({}, 'escape')" if kind == "bytea" else "{}::text"
    question = sql.SQL("select exists (select from {} where " + as_text + " ilike %s)")
    found = connection.execute(question.format(sql.Identifier(schema, table), sql.Identifier(column)), [f"%{words}%"])
    return bool((found.fetchone() or [False])[0])


def files_with(folder: Path, words: str) -> list[str]:
    """The files under a folder that hold these words, in any case."""
    wanted = words.lower().encode()
    return [str(path) for path in folder.rglob("*") if path.is_file() and wanted in _content_of(path).lower()]


def _content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # The broker writes a smaller file and puts it in the place of another, which is looked into by its own name.
        return b""

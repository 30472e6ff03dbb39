"""Each service's migrations make exactly the tables its code speaks of."""

import ast
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import URL, make_url

from deploy.services import existing
from shared.attachments.tables import storing
from shared.database.counters import counting
from shared.database.migration import migrate, versions_folder
from shared.database.records import together
from shared.history import recording
from shared.messaging.erasing import erasing
from shared.messaging.tables import messaging
from shared.privacy.tables import allowing
from shared.staff.tables import staff
from shared.terms.table import timing
from shared.themes.table import theming
from tests.architecture.source import tree

# Made by a service's first migration where it wants them.
OPTIONAL = {
    "create_staff_tables(": staff,
    "create_counter_table(": counting,
    "create_history_table(": recording,
    "create_erased_table(": erasing,
    "create_allowed_names_table(": allowing,
    "create_terms_table(": timing,
    "create_themes_table(": theming,
    "create_attachment_tables(": storing,
    '"attachment_pieces"': storing,
}


def tables_of(service: str) -> MetaData:
    """Every table a service keeps: its own, and those that come with the plumbing."""
    own: MetaData = import_module(f"services.{service}.tables").Record.metadata
    migrations = "".join(path.read_text() for path in versions_folder(service).glob("0*.py"))
    return together(own, messaging, *(kept for call, kept in OPTIONAL.items() if call in migrations))


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@pytest.mark.parametrize("service", existing())
def test_the_migrated_tables_are_those_of_the_code(service: str, connection: Connection) -> None:
    connection.execute(text(f'set search_path to "{service}", public'))
    connection.dialect.default_schema_name = service
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    differences: list[Any] = compare_metadata(context, tables_of(service))
    assert differences == []


@pytest.mark.parametrize("service", existing())
def test_migrations_are_numbered_without_gaps_and_follow_each_other(service: str) -> None:
    paths = sorted(versions_folder(service).glob("*.py"))
    numbers = [f"{number:04d}" for number in range(1, len(paths) + 1)]
    assert [path.name.partition("_")[0] for path in paths] == numbers
    assert [_constant(tree(path), "revision") for path in paths] == numbers
    assert [_constant(tree(path), "down_revision") for path in paths] == [None, *numbers[:-1]]


def _constant(module: ast.Module, name: str) -> object:
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node.value.value
    raise AssertionError(f"no {name}")


def test_a_migration_gives_up_when_a_lock_takes_long(postgres: URL, empty_database: str) -> None:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement.strip().lower())

    event.listen(Engine, "before_cursor_execute", note)
    try:
        migrate(empty_database, ["triage"])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    limit = next(number for number, statement in enumerate(statements) if "set lock_timeout" in statement)
    first_table = next(number for number, statement in enumerate(statements) if statement.startswith("create table"))
    assert limit < first_table


@pytest.fixture
def empty_database(postgres: URL) -> Iterator[str]:
    engine = create_engine(postgres.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as opened:
        opened.execute(text("create database migrated_from_nothing"))
        yield postgres.set(database="migrated_from_nothing").render_as_string(hide_password=False)
        opened.execute(text("drop database migrated_from_nothing with (force)"))
    engine.dispose()

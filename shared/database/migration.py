"""Each service has its own Alembic history in its own schema, run by the login that owns the tables."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from shared.database import roles

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = ("pg_trgm", "unaccent")
MIGRATION_LOCK = "regelwijzer migrations"


def migrate(database_url: str, services: Iterable[str]) -> list[str]:
    """Bring every service's schema to its newest version; returns the services that changed.

    Safe to run twice at once: a lock in the database lets one go first.
    """
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("select pg_advisory_lock(hashtext(:name))"), {"name": MIGRATION_LOCK})
            connection.commit()
            return [service for service in services if _migrate_service(connection, service)]
    finally:
        engine.dispose()


def newest_version(service: str) -> str:
    """The number of the last migration of a service."""
    return max(path.name.split("_")[0] for path in versions_folder(service).glob("[0-9]*.py"))


def versions_folder(service: str) -> Path:
    """Where a service keeps its migrations."""
    return ROOT / "services" / service / "migrations"


def _migrate_service(connection: Connection, service: str) -> bool:
    if _version(connection, service) == newest_version(service):
        return False
    for statement in roles.statements(service):
        connection.execute(text(statement))
    for extension in EXTENSIONS:
        connection.execute(text(f"create extension if not exists {extension} schema public"))
    connection.commit()
    command.upgrade(alembic_config(service, connection), "head")
    return True


def _version(connection: Connection, service: str) -> str | None:
    migrated = inspect(connection).has_table("alembic_version", schema=service)
    version = connection.scalar(text(f'select version_num from "{service}".alembic_version')) if migrated else None  # noqa: S608
    connection.rollback()
    return version


def alembic_config(service: str, connection: Connection) -> Config:
    """Alembic's settings for one service on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "shared/database/alembic"))
    config.set_main_option("version_locations", str(versions_folder(service)))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(
        connection=connection,
        service=service,
        metadata=import_module(f"services.{service}.tables").Record.metadata,
    )
    return config

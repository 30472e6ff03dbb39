"""Runs the migrations of the one service that the caller put in the configuration."""

from alembic import context
from sqlalchemy import MetaData, inspect, text

from shared.database.records import NAMING
from shared.messaging.tables import messaging
from shared.staff.tables import ended_sessions, staff

attributes = context.config.attributes
connection, service = attributes["connection"], attributes["service"]

# Accounts is who the others follow: it keeps no copy of the team.
follows_staff = inspect(connection).has_table(ended_sessions.name, schema=service)
# One collection and not a list of them: only then does Alembic name constraints after our convention.
tables = MetaData(naming_convention=NAMING)
for kept in (attributes["metadata"], messaging, *([staff] if follows_staff else [])):
    for table in kept.tables.values():
        table.to_metadata(tables)

connection.execute(text(f'set search_path to "{service}", public'))
connection.execute(text("set lock_timeout to '10s'"))
connection.commit()
connection.dialect.default_schema_name = service

context.configure(
    connection=connection,
    target_metadata=tables,
    version_table_schema=service,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()

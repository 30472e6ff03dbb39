"""Runs the migrations of the one service that the caller put in the configuration."""

from alembic import context
from sqlalchemy import text

from shared.messaging.tables import messaging
from shared.staff.tables import staff

attributes = context.config.attributes
connection, service = attributes["connection"], attributes["service"]

connection.execute(text(f'set search_path to "{service}", public'))
connection.execute(text("set lock_timeout to '10s'"))
connection.commit()
connection.dialect.default_schema_name = service

context.configure(
    connection=connection,
    target_metadata=[attributes["metadata"], messaging, staff],
    version_table_schema=service,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()

"""Runs the migrations of the one service that the caller put in the configuration."""

from alembic import context
from sqlalchemy import inspect, text

from shared.database.counters import counting, reference_counters
from shared.database.records import together
from shared.history import history, recording
from shared.messaging.tables import messaging
from shared.staff.tables import ended_sessions, staff

attributes = context.config.attributes
connection, service = attributes["connection"], attributes["service"]

# Kept by the services that asked for them; accounts has a table `members` of its own.
signs = {ended_sessions: staff, reference_counters: counting, history: recording}
present = [kept for sign, kept in signs.items() if inspect(connection).has_table(sign.name, schema=service)]

connection.execute(text(f'set search_path to "{service}", public'))
connection.execute(text("set lock_timeout to '10s'"))
connection.commit()
connection.dialect.default_schema_name = service

context.configure(
    connection=connection,
    target_metadata=together(attributes["metadata"], messaging, *present),
    version_table_schema=service,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()

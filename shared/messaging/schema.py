"""How the messaging tables came to be what `tables.py` says, step by step, for the migrations of every service."""

from types import ModuleType

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA

from shared.messaging.tables import OUTBOX_CHANNEL

MOMENT = sa.DateTime(timezone=True)

NOTIFY_TRIGGER = [
    f"""create function notify_outbox() returns trigger language plpgsql as $$
        begin perform pg_notify('{OUTBOX_CHANNEL}', tg_table_schema); return null; end $$""",
    """create trigger outbox_notify after insert on outbox for each statement execute function notify_outbox()""",
]


def create_messaging_tables(op: ModuleType) -> None:
    """Step 1: the four tables and the trigger that wakes the relay; for a service's first migration."""
    _create_outbox(op)
    _create_inbox(op)
    _create_parked(op)
    _create_heartbeats(op)
    for statement in NOTIFY_TRIGGER:
        op.execute(statement)


def _create_outbox(op: ModuleType) -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("traceparent", sa.Text),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.func.now()),
        sa.Column("published_at", MOMENT),
    )
    op.create_index("ix_outbox_unpublished", "outbox", ["id"], postgresql_where=sa.text("published_at is null"))


def _create_inbox(op: ModuleType) -> None:
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("received_at", MOMENT, nullable=False, server_default=sa.func.now()),
    )


def _create_parked(op: ModuleType) -> None:
    op.create_table(
        "parked",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("consumer", sa.Text, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("stream_sequence", sa.BigInteger, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", BYTEA, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("first_failed_at", MOMENT, nullable=False),
        sa.Column("last_failed_at", MOMENT, nullable=False),
        sa.Column("parked_at", MOMENT),
        sa.Column("retry_requested_at", MOMENT),
        sa.Column("dropped_at", MOMENT),
        sa.Column("dropped_because", sa.Text),
    )
    op.create_index("ux_parked_origin", "parked", ["consumer", "stream_sequence"], unique=True)


def _create_heartbeats(op: ModuleType) -> None:
    op.create_table(
        "heartbeats",
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("stamped_at", MOMENT, nullable=False),
        sa.Column("next_by", MOMENT, nullable=False),
    )


def keep_what_was_said(op: ModuleType) -> None:
    """Step 2: facts stay in the outbox for good, may be said again, and are compared with what the broker holds."""
    op.add_column("outbox", sa.Column("said_again", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.create_index("ix_outbox_about", "outbox", [sa.text("right(subject, 36)")])
    op.create_table(
        "streams_seen",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "sweeps",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("swept_to", sa.BigInteger, nullable=False),
    )

"""How the messaging tables came to be what `tables.py` says, step by step, for the migrations of every service."""

from types import ModuleType

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA

from shared.database.append_only import make_append_only
from shared.messaging.parked.identity import event_id_in, fingerprint
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


# The same message could be parked under several numbers; the row that waits, or else the newest, stays.
ONE_ROW_FOR_EACH = """
    delete from parked where id in (
        select id from (
            select id, row_number() over (
                partition by consumer, fingerprint order by dropped_at is not null, id desc
            ) as place from parked
        ) as ranked where place > 1
    )"""


def open_parked_to_people(op: ModuleType) -> None:
    """Step 3: parked messages are known by what they are, and what people do with them is written down for good."""
    for column in (
        sa.Column("fingerprint", BYTEA),
        sa.Column("event_id", sa.Uuid),
        sa.Column("retry_started_at", MOMENT),
        sa.Column("retries_begun", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("retries_failed", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("dropped_by", sa.Text),
    ):
        op.add_column("parked", column)
    _identify_parked(op)
    op.execute(ONE_ROW_FOR_EACH)
    op.alter_column("parked", "fingerprint", nullable=False)
    op.create_index("ux_parked_message", "parked", ["consumer", "fingerprint"], unique=True)
    op.drop_index("ux_parked_origin", "parked")
    waiting = sa.text("parked_at is not null and dropped_at is null")
    op.create_index("ix_parked_waiting", "parked", ["parked_at", "id"], postgresql_where=waiting)
    _create_parked_log(op)


def _identify_parked(op: ModuleType) -> None:
    connection = op.get_bind()
    identify = sa.text("update parked set fingerprint = :fingerprint, event_id = :event_id where id = :id")
    for row in connection.execute(sa.text("select id, subject, body from parked")).all():
        known = {"fingerprint": fingerprint(row.subject, bytes(row.body)), "event_id": event_id_in(bytes(row.body))}
        connection.execute(identify, {"id": row.id, **known})


def _create_parked_log(op: ModuleType) -> None:
    op.create_table(
        "parked_log",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("parked_id", sa.Uuid, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("consumer", sa.Text, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("stream_sequence", sa.BigInteger, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
    )
    op.create_index("ix_parked_log_parked_id_at", "parked_log", ["parked_id", sa.text("at desc")])
    op.create_index("ix_parked_log_at", "parked_log", [sa.text("at desc"), sa.text("id desc")])
    make_append_only(op, "parked_log")

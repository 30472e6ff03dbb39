"""The tables every service keeps for messaging, in its own schema; `schema.py` makes them.

They carry no schema name: the search path of the service's connections finds them.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import BYTEA

from shared.database.records import NAMING

OUTBOX_CHANNEL = "regelwijzer_outbox"

messaging = MetaData(naming_convention=NAMING)

_moment = DateTime(timezone=True)

# What was said, for good: the streams can be made anew from it. Rows of other streams than FACTS go once published.
outbox = Table(
    "outbox",
    messaging,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("stream", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("traceparent", Text),
    Column("created_at", _moment, nullable=False, server_default=func.now()),
    Column("published_at", _moment),
    Column("said_again", Integer, nullable=False, server_default=text("0")),
    Index("ix_outbox_unpublished", "id", postgresql_where=text("published_at is null")),
    Index("ix_outbox_about", text("right(subject, 36)")),
)

inbox = Table(
    "inbox",
    messaging,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("received_at", _moment, nullable=False, server_default=func.now()),
)

# Facts whose handling failed. While `parked_at` is empty they are still tried again by the broker.
parked = Table(
    "parked",
    messaging,
    Column("id", Uuid, primary_key=True),
    Column("consumer", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("stream_sequence", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", BYTEA, nullable=False),
    Column("reason", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("first_failed_at", _moment, nullable=False),
    Column("last_failed_at", _moment, nullable=False),
    Column("parked_at", _moment),
    Column("retry_requested_at", _moment),
    Column("dropped_at", _moment),
    Column("dropped_because", Text),
    Column("fingerprint", BYTEA, nullable=False),
    Column("event_id", Uuid),
    Column("retry_started_at", _moment),
    Column("retries_begun", Integer, nullable=False, server_default=text("0")),
    Column("retries_failed", Integer, nullable=False, server_default=text("0")),
    Column("dropped_by", Text),
    Index("ux_parked_message", "consumer", "fingerprint", unique=True),
    Index(
        "ix_parked_waiting", "parked_at", "id", postgresql_where=text("parked_at is not null and dropped_at is null")
    ),
)

# What was done with parked messages, by whom and why. It only grows, and holds nothing of their content.
parked_log = Table(
    "parked_log",
    messaging,
    Column("id", Uuid, primary_key=True),
    Column("parked_id", Uuid, nullable=False),
    Column("at", _moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("text", Text),
    Column("consumer", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("stream_sequence", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Index("ix_parked_log_parked_id_at", "parked_id", text("at desc")),
    Index("ix_parked_log_at", text("at desc"), text("id desc")),
)

heartbeats = Table(
    "heartbeats",
    messaging,
    Column("part", Text, primary_key=True),
    Column("stamped_at", _moment, nullable=False),
    Column("next_by", _moment, nullable=False),
)

# The streams as this service last saw them: one that was created at another moment is a new, empty one.
streams_seen = Table(
    "streams_seen",
    messaging,
    Column("name", Text, primary_key=True),
    Column("created_at", _moment, nullable=False),
)

# How far each durable's messages were compared with the inbox.
sweeps = Table(
    "sweeps",
    messaging,
    Column("consumer", Text, primary_key=True),
    Column("swept_to", BigInteger, nullable=False),
)

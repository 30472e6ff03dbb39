"""The streams and durables the broker must have. Provisioning makes them so; services only check."""

from collections.abc import Iterable
from dataclasses import dataclass

from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)

from shared.contracts.base import Stream
from shared.contracts.registry import stream_subjects

PARKED = "PARKED"
ADVISORY = "ADVISORY"
MAX_DELIVERIES_SUBJECT = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES"

DAY = 86_400.0
MEGABYTE = 1024 * 1024
# Longer than the outages we plan for; after that the inbox still stops doubles.
DUPLICATE_WINDOW = 2 * 3600.0
# How long a killed worker's messages are out of reach. A handler that takes longer is run twice, which the inbox
# survives; one that is held says that it is in progress.
ACK_WAIT = 10.0
# Only a process that dies over and over while handling one message gets this far: other failures are
# parked sooner, and while PostgreSQL is away a delivery is held, not repeated.
MAX_DELIVER = 20
MAX_ACK_PENDING = 64


@dataclass(frozen=True)
class Durable:
    """One service's place in one stream."""

    name: str
    stream: str
    filters: tuple[str, ...]


def stream_configs(storage: StorageType = StorageType.FILE) -> list[StreamConfig]:
    """Every stream. Facts are kept for good: projections are rebuilt from them.

    Contact data lives a week: intake deletes it then. What merely grows too old stays in the broker's files, so that
    comes a day later, for when nobody deletes.
    """
    return [
        _stream(Stream.FACTS, stream_subjects(Stream.FACTS), 0, 4096, storage),
        _stream(Stream.PRIVATE, stream_subjects(Stream.PRIVATE), 8 * DAY, 256, storage),
        _stream(Stream.CONTACTS, stream_subjects(Stream.CONTACTS), 8 * DAY, 64, storage),
        _stream(PARKED, ["parked.>"], 90 * DAY, 256, storage),
        _stream(ADVISORY, [f"{MAX_DELIVERIES_SUBJECT}.>"], 30 * DAY, 64, storage),
    ]


def _stream(name: str, subjects: list[str], max_age: float, megabytes: int, storage: StorageType) -> StreamConfig:
    return StreamConfig(
        name=str(name),
        subjects=subjects,
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.NEW,
        storage=storage,
        max_age=max_age,
        max_bytes=megabytes * MEGABYTE,
        max_msg_size=128 * 1024,
        duplicate_window=DUPLICATE_WINDOW,
        num_replicas=1,
        allow_direct=False,
        # What is erased must go from the disk; only deleting a message by its number does that.
        deny_delete=name not in set(Stream),
    )


def consumer_config(durable: Durable) -> ConsumerConfig:
    """How the broker serves a durable."""
    # What a service hears of its advisories grows with what it hears; the rest is one kind of fact for good.
    single = None if durable.stream == ADVISORY else durable.filters[0]
    return ConsumerConfig(
        name=durable.name,
        durable_name=durable.name,
        filter_subject=single,
        filter_subjects=None if single else list(durable.filters),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT,
        max_deliver=-1 if durable.stream == ADVISORY else MAX_DELIVER,
        max_ack_pending=MAX_ACK_PENDING,
    )


def advisory_durable(service: str, durables: Iterable[Durable]) -> Durable:
    """Where a service hears that one of its own durables gave up on a message."""
    return Durable(
        name=f"{service}-max-deliveries",
        stream=ADVISORY,
        filters=tuple(sorted(f"{MAX_DELIVERIES_SUBJECT}.{durable.stream}.{durable.name}" for durable in durables)),
    )

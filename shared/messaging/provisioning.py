"""Makes the broker hold exactly the streams and durables we want; safe to repeat."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from nats.js.api import ConsumerConfig, ConsumerInfo, StorageType, StreamConfig
from nats.js.errors import BadRequestError, NotFoundError
from nats.js.manager import JetStreamManager

from shared.messaging.connection import connect
from shared.messaging.failures import Alarm
from shared.messaging.remaking import make_anew_if_it_refuses_deletes
from shared.messaging.streams import Durable, consumer_config, stream_configs

NAME_IN_USE = 10058

REMEDY = "run `regelwijzer provision`"

COMPARED_STREAM = (
    "subjects",
    "retention",
    "discard",
    "max_age",
    "max_bytes",
    "max_msg_size",
    "duplicate_window",
    "deny_delete",
)
COMPARED_CONSUMER = (
    "filter_subject",
    "filter_subjects",
    "deliver_policy",
    "ack_policy",
    "ack_wait",
    "max_deliver",
    "max_ack_pending",
)
# The broker may hold more of these: then it was provisioned for a newer version, and serves this one as well.
MAY_HOLD_MORE = ("subjects", "filter_subjects")


class NotProvisioned(Alarm):
    """The broker does not hold what we expect; the text is one line that says what differs."""


async def provision(
    nats_url: str,
    durables: Iterable[Durable],
    *,
    seed: str | None = None,
    storage: StorageType = StorageType.FILE,
) -> None:
    """Create or update every stream and durable. Needs the rights of the provisioning user."""
    connection = await connect(nats_url, name="regelwijzer-provision", seed=seed)
    try:
        manager = connection.jsm()
        for stream in stream_configs(storage):
            await make_anew_if_it_refuses_deletes(manager, stream)
            await _ensure_stream(manager, stream)
        for durable in durables:
            await manager.add_consumer(durable.stream, consumer_config(durable))
    finally:
        await connection.close()


async def remove_streams(nats_url: str, *, seed: str | None = None) -> None:
    """Delete every stream, with its durables and all it holds. The outboxes fill the next ones."""
    connection = await connect(nats_url, name="regelwijzer-provision", seed=seed)
    try:
        for stream in stream_configs():
            with suppress(NotFoundError):
                await connection.jsm().delete_stream(str(stream.name))
    finally:
        await connection.close()


async def _ensure_stream(manager: JetStreamManager, config: StreamConfig) -> None:
    try:
        await manager.add_stream(config)
    except BadRequestError as error:
        if error.err_code != NAME_IN_USE:
            raise
        await manager.update_stream(config)


async def check(manager: JetStreamManager, durables: Iterable[Durable]) -> list[ConsumerInfo]:
    """Compare what the broker holds with what a service needs; returns how its durables stand, in the same order.

    Raises NotProvisioned, in one line that names every difference.
    """
    wanted = list(durables)
    configs = {config.name: config for config in stream_configs()}
    differences: list[str] = []
    found: list[ConsumerInfo] = []
    try:
        for name in sorted({durable.stream for durable in wanted}):
            stream = (await manager.stream_info(name)).config
            differences += _compare(f"stream {name}", COMPARED_STREAM, configs[name], stream)
        for durable in wanted:
            info = await manager.consumer_info(durable.stream, durable.name)
            found.append(info)
            differences += _compare(f"durable {durable.name}", COMPARED_CONSUMER, consumer_config(durable), info.config)
    except NotFoundError as error:
        raise NotProvisioned(f"the broker misses something: {error.description}; {REMEDY}") from None
    if differences:
        raise NotProvisioned("; ".join([*differences, REMEDY]))
    return found


def _compare(
    what: str,
    fields: tuple[str, ...],
    wanted: StreamConfig | ConsumerConfig,
    found: StreamConfig | ConsumerConfig,
) -> list[str]:
    pairs = {field: (getattr(wanted, field), getattr(found, field)) for field in fields}
    return [
        f"{what} has {field} {actual!r}, not {expected!r}"
        for field, (expected, actual) in pairs.items()
        if _differs(field, expected or None, actual or None)
    ]


def _differs(field: str, expected: Any, actual: Any) -> bool:
    if field in MAY_HOLD_MORE and expected and actual:
        return not set(expected) <= set(actual)
    return bool(expected != actual)

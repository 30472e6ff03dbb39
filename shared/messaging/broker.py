"""The only place that builds a FastStream broker."""

from collections.abc import Awaitable, Callable

from faststream import AckPolicy
from faststream.nats import NatsBroker

from shared.messaging.connection import connection_options

# Longer than the slowest handler; the supervisor and compose wait longer still before they kill.
GRACE_SECONDS = 15.0


def make_broker(
    service: str, url: str, *, seed: str | None = None, closed: Callable[[], Awaitable[None]] | None = None
) -> NatsBroker:
    """A broker with endless reconnecting and nack as the backstop for errors; `closed` is called when it gives up."""
    return NatsBroker(
        url,
        **connection_options(f"regelwijzer-{service}", seed),
        closed_cb=closed,
        graceful_timeout=GRACE_SECONDS,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        logger=None,
    )

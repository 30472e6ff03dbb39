"""The only place that builds a FastStream broker."""

from collections.abc import Awaitable, Callable
from typing import Any

from faststream import AckPolicy, StreamMessage
from faststream.nats import NatsBroker
from faststream.nats.broker.broker import UNRECOVERABLE_CONNECT_ERRORS

from shared.messaging.connection import connection_options, on_error

# Longer than the slowest handler; the supervisor and compose wait longer still before they kill.
GRACE_SECONDS = 15.0


Gone = Callable[[], Awaitable[None]]


def make_broker(service: str, url: str, *, seed: str | None = None, closed: Gone | None = None) -> NatsBroker:
    """A broker with endless reconnecting and nack as the backstop for errors; `closed` is called when it gives up."""
    options = connection_options(f"regelwijzer-{service}", seed)
    if closed:
        options["error_cb"] = _telling_when_given_up(closed)
    return NatsBroker(
        url,
        **options,
        closed_cb=closed,
        graceful_timeout=GRACE_SECONDS,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        decoder=_as_it_came,
        logger=None,
    )


async def _as_it_came(message: StreamMessage[Any]) -> bytes:
    # FastStream decodes by the content type a message claims to have, before we see it; what fails there would be
    # handed out again without a pause until the broker gives up (research: traps F2 and F3).
    return message.body


def _telling_when_given_up(closed: Gone) -> Callable[[Exception], Awaitable[None]]:
    async def on_any_error(error: Exception) -> None:
        await on_error(error)
        # FastStream raises these in the middle of nats-py's reconnecting, which then never goes on, and says
        # nothing (research: trap F9).
        if str(error).removeprefix("nats: ").strip("'").lower() in UNRECOVERABLE_CONNECT_ERRORS:
            await closed()

    return on_any_error

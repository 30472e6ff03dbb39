"""The one way to reach the broker with nats-py; FastStream's brokers are built beside it in `broker.py`."""

import re
from typing import Any

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import APIError, ServiceUnavailableError

from shared.logging import get_logger

log = get_logger(__name__)

# A finite number of attempts would close the client for good after about two minutes, after which
# FastStream spins without consuming (research: traps F8 and F9).
FOREVER = -1

RIGHT = re.compile(r'permissions violation for (?P<what>\w+) to "(?P<subject>[^"]+)"', re.IGNORECASE)
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def connection_options(name: str, seed: str | None) -> dict[str, Any]:
    """What every connection has: endless reconnecting, pings that notice a dead line in 20 s, its own inbox.

    A line is dead at the third ping after its last answer.
    """
    return {
        "name": name,
        "max_reconnect_attempts": FOREVER,
        "reconnect_time_wait": 1,
        "connect_timeout": 2,
        "ping_interval": 6,
        "max_outstanding_pings": 2,
        "nkeys_seed_str": seed,
        "inbox_prefix": inbox_prefix(name),
        "error_cb": on_error,
        "disconnected_cb": on_disconnected,
        "reconnected_cb": on_reconnected,
    }


def inbox_prefix(name: str) -> bytes:
    """The private inbox of one service: no other service may subscribe to it."""
    return f"_INBOX_{name.removeprefix('regelwijzer-')}".encode()


def pull_inbox(service: str) -> bytes:
    """The same inbox as pull subscriptions want it: nats-py puts no dot between their prefix and the rest."""
    return inbox_prefix(service) + b"."


async def connect(url: str, *, name: str, seed: str | None = None, **options: Any) -> Client:
    """A connection to the broker; waits until it is there."""
    return await nats.connect(url, **(connection_options(name, seed) | options))


def is_away(error: BaseException) -> bool:
    """Whether the broker did not answer, or is not ready yet; what it refuses stays refused."""
    silent = isinstance(error, NatsError) and not isinstance(error, APIError)
    return silent or isinstance(error, OSError | TimeoutError | ServiceUnavailableError)


async def on_error(error: Exception) -> None:
    """Log the kind of fault only, or what we may not do: nats-py would print a traceback on each attempt."""
    if lacking := RIGHT.search(str(error)):
        # A missing right to publish looks like a broker that does not answer; without this nobody would know.
        log.error("right_missing", to=lacking["what"], subject=ID.sub("*", lacking["subject"]))
    elif "authorization" in str(error).lower():
        log.error("key_refused")
    else:
        log.warning("broker_fault", kind=type(error).__name__)


async def on_disconnected() -> None:
    log.warning("broker_disconnected")


async def on_reconnected() -> None:
    log.info("broker_reconnected")

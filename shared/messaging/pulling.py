"""Around FastStream's pull loop, which shows no progress and tries again without a pause (research: traps F7, F10)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from nats.js.client import JetStreamContext

Fetch = Callable[..., Awaitable[Any]]

FAULT_PAUSE_SECONDS = 1.0


def watch(subscription: JetStreamContext.PullSubscription, note: Callable[[], None]) -> None:
    """Have each pull of this subscription noted, and a pause after each that fails."""
    # FastStream's loop asks the subscription it holds for `fetch` each time round; there is no other place to stand.
    setattr(subscription, "fetch", _watched(subscription.fetch, note))  # noqa: B010


def _watched(fetch: Fetch, note: Callable[[], None]) -> Fetch:
    async def turn(*arguments: Any, **options: Any) -> Any:
        try:
            messages = await fetch(*arguments, **options)
        except TimeoutError:
            note()
            raise
        except Exception:
            await asyncio.sleep(FAULT_PAUSE_SECONDS)
            raise
        note()
        return messages

    return turn

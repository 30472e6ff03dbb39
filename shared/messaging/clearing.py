"""Takes words off the broker's disk. A purge, and a message that grew too old, leave their bytes in its files; deleting
a message by its number overwrites them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from nats.errors import Error as NatsError
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError
from nats.js.manager import JetStreamManager

from shared.contracts.base import Stream
from shared.logging import describe
from shared.messaging.connection import connect
from shared.messaging.redacting import may_stay
from shared.messaging.redaction import ALL_WORDS, Redaction
from shared.settings import Settings

# One turn takes no more than this; the rest waits for the next one.
MOST_SPENT = 2000


class BrokerAway(ConnectionError):
    """The broker did not answer; trying later can help."""


@asynccontextmanager
async def broker_of(settings: Settings, service: str) -> AsyncIterator[JetStreamManager]:
    """The broker, with the rights of this service. Raises BrokerAway, also in the middle of something."""
    name, secret = f"regelwijzer-{service}", settings.nats_seeds.get(service)
    seed = secret.get_secret_value() if secret else None
    try:
        client = await connect(settings.nats_url, name=name, seed=seed, **_FOR_A_MOMENT)
        try:
            yield client.jsm()
        finally:
            await client.close()
    except (NatsError, TimeoutError) as error:
        raise BrokerAway(describe(error)) from None


async def _as_meant() -> None:
    """We hang up when we are done: nothing to warn of."""


# No second try: whoever needs the broker comes again later.
_FOR_A_MOMENT: dict[str, Any] = {
    "allow_reconnect": False,
    "max_reconnect_attempts": 1,
    "disconnected_cb": _as_meant,
}


async def clear(
    manager: JetStreamManager, about: UUID, redaction: Redaction = ALL_WORDS, *, spare_contact_data: bool = False
) -> int:
    """Delete every message about this that holds words which are to go; returns how many. Other facts stay.

    When all words go, contact data does too; else it can be spared for a while, until who is to hear it has a copy.
    """
    deleted, everything = 0, redaction is ALL_WORDS
    for stream in (Stream.FACTS, Stream.PRIVATE) if everything or not spare_contact_data else (Stream.FACTS,):
        async for message in _messages(manager, stream, f"*.*.*.*.{about}"):
            if (everything and stream is Stream.PRIVATE) or not may_stay(message.data or b"", redaction):
                deleted += await _delete(manager, stream, message)
    return deleted


async def clear_spent(manager: JetStreamManager, said_before: datetime) -> int:
    """Delete contact data that was said before a moment; returns how many messages that were."""
    deleted = 0
    for stream in (Stream.PRIVATE, Stream.CONTACTS):
        async for message in _messages(manager, stream, ">"):
            if deleted == MOST_SPENT or message.time is None or message.time >= said_before:
                break
            deleted += await _delete(manager, stream, message)
    return deleted


async def _messages(manager: JetStreamManager, stream: Stream, subject: str) -> AsyncIterator[RawStreamMsg]:
    after = 0
    while True:
        try:
            message = await manager.get_msg(stream.value, seq=after + 1, subject=subject, next=True)
        except NotFoundError:
            return
        yield message
        after = message.seq or after + 1


async def _delete(manager: JetStreamManager, stream: Stream, message: RawStreamMsg) -> bool:
    try:
        return await manager.delete_msg(stream.value, message.seq or 0)
    except NotFoundError:
        return False  # somebody else did it just now

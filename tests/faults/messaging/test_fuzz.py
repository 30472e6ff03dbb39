"""Any bytes on any subject: nothing falls, and whatever cannot be handled is parked at once."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faststream.exceptions import NackMessage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from deploy.services import existing, subscribers_of
from shared.database import Database
from shared.ids import new_id
from shared.messaging.changes import Changes
from shared.messaging.consuming import Consumer
from shared.messaging.delivery import Delivery
from shared.messaging.progress import Progress
from shared.messaging.subscribing import Subscription

pytestmark = pytest.mark.faults

EXAMPLES = Path("shared/contracts/examples")
# By hand also a hundred thousand (tests/faults/README.md).
ROUNDS = 100_000 if os.environ.get("LONG_FAULTS") else 300

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBER = re.compile(r"\b(RW|D|H)-\d\d-\d+")

Databases = Callable[[str], Database]

SUBSCRIPTIONS = [one for service in existing() if (facts := subscribers_of(service)) for one in facts.subscriptions]
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["\x00", "\ud800", "\u2028", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01", "x" * 5000]),
    st.builds(lambda: str(new_id())),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


@st.composite
def messages(draw: st.DrawFn) -> tuple[Subscription, bytes]:
    """A consumer, and either any bytes or a published example with some of its values made strange."""
    subscription = draw(st.sampled_from(SUBSCRIPTIONS))
    if draw(st.integers(0, 9)) == 0:
        return subscription, draw(st.binary(max_size=200))
    event = _example(subscription)
    for _ in range(draw(st.integers(0, 3))):
        inside = draw(st.integers(0, 4)) and isinstance(event.get("data"), dict)
        holder: dict[str, Any] = event["data"] if inside else event
        name = draw(st.sampled_from([*holder, "unheard_of"]))
        if draw(st.booleans()):
            holder[name] = draw(STRANGE)
        else:
            holder.pop(name, None)
    return subscription, json.dumps(event).encode()


def _example(subscription: Subscription) -> dict[str, Any]:
    """A published example about things that nobody else is about."""
    text = (EXAMPLES / subscription.kind.SUBJECT / "1.json").read_text()
    new: dict[str, str] = {}
    text = ID.sub(lambda found: new.setdefault(found.group(), str(new_id())), text)
    event: dict[str, Any] = json.loads(NUMBER.sub(lambda found: f"{found.group(1)}-{new_id()}", text))
    return event


@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages())
async def test_whatever_is_heard_is_handled_or_parked_or_waits_for_what_it_builds_on(
    databases: Databases, caplog: pytest.LogCaptureFixture, message: tuple[Subscription, bytes]
) -> None:
    caplog.set_level("CRITICAL")
    subscription, body = message
    database = databases(subscription.service)
    consumer = Consumer(subscription, database, Progress(subscription.service), Changes(database))
    try:
        await consumer.handle(Delivery(body, _subject_of(subscription, body), "FACTS", 1, 1), _nobody_waits)
    except NackMessage:
        assert "TooEarly" in await _newest_reason(database)


def _subject_of(subscription: Subscription, body: bytes) -> str:
    try:
        about = str(json.loads(body)["data"][subscription.kind.KEY])
    except (ValueError, TypeError, KeyError, RecursionError):
        about = ""
    return f"{subscription.kind.SUBJECT}.{about if ID.fullmatch(about) else new_id()}"


async def _nobody_waits() -> None:
    """The broker holds none of this."""


async def _newest_reason(database: Database) -> str:
    async with database.transaction() as session:
        return str(await session.scalar(text("select reason from parked order by id desc limit 1")))

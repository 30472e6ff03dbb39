"""What a worker process of a test does: the real worker, with limits made shorter or a place where it dies.

Runs in a process of its own (`worker_process.py`); nothing here is part of the product.
"""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

import pytest
from nats.aio.msg import Msg
from nats.js.client import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.services import subscribers_of
from deploy.worker import work
from shared.database import Database
from shared.messaging import inbox
from shared.messaging.relay import OutboxRow, Relay

# In the order in which one message meets them: first its consumer, then the relay of what it made happen.
CONSUMING = ("after the inbox", "after the effect", "before the commit", "after the commit", "after the ack")
RELAYING = ("before publishing", "after publishing", "before marking", "after marking")
POINTS = (*CONSUMING, *RELAYING)
AROUND_COMMIT = {"handling": ("before the commit", "after the commit"), "relaying": ("before marking", "after marking")}

Handler = Callable[[AsyncSession, Any], Awaitable[None]]

_doing: ContextVar[str] = ContextVar("doing", default="")


@dataclass(frozen=True)
class Changes:
    """How this worker differs from the one in production: `limits` by `module.NAME`, and where it dies."""

    dies_at: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)


def work_changed(services: Sequence[str], changes: Changes) -> int:
    """The worker of these services until it is stopped; its exit code."""
    patch = pytest.MonkeyPatch()
    for path, value in changes.limits.items():
        module, _, name = path.rpartition(".")
        patch.setattr(import_module(module), name, value)
    if changes.dies_at:
        Deadly(changes.dies_at, patch).lie_in_wait(services)
    return work(list(services))


class Deadly:
    """One point at which the process gets kill -9 from itself."""

    def __init__(self, point: str, patch: pytest.MonkeyPatch) -> None:
        self._point = point
        self._patch = patch

    def lie_in_wait(self, services: Sequence[str]) -> None:
        """Watch every boundary that a message crosses."""
        for service in services:
            if facts := subscribers_of(service):
                watched = [replace(one, handler=self._watched(one.handler)) for one in facts.subscriptions]
                facts.subscriptions[:] = watched
        self._watch_inbox()
        self._watch_transactions()
        self._watch_acks()
        self._watch_publishing()

    def _reached(self, point: str) -> None:
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)

    def _watched(self, handler: Handler) -> Handler:
        async def handle(session: AsyncSession, event: Any) -> None:
            await handler(session, event)
            await session.flush()
            _doing.set("handling")
            self._reached("after the effect")

        return handle

    def _watch_inbox(self) -> None:
        first_time = inbox.first_time

        async def watched(*arguments: Any) -> bool:
            first = await first_time(*arguments)
            self._reached("after the inbox")
            return first

        self._patch.setattr(inbox, "first_time", watched)

    def _watch_transactions(self) -> None:
        transaction = Database.transaction

        @asynccontextmanager
        async def watched(database: Database) -> AsyncIterator[AsyncSession]:
            async with transaction(database) as session:
                yield session
                before, after = AROUND_COMMIT.get(_doing.get(), ("", ""))
                self._reached(before)
            self._reached(after)
            _doing.set("")

        self._patch.setattr(Database, "transaction", watched)

    def _watch_acks(self) -> None:
        ack = Msg.ack

        async def watched(message: Msg) -> None:
            await ack(message)
            await message._client.flush()
            self._reached("after the ack")

        self._patch.setattr(Msg, "ack", watched)

    def _watch_publishing(self) -> None:
        publish, publish_all = JetStreamContext.publish, Relay._publish

        async def watched(*arguments: Any, **options: Any) -> Any:
            self._reached("before publishing")
            answer = await publish(*arguments, **options)
            self._reached("after publishing")
            return answer

        async def watched_all(relay: Relay, rows: Sequence[OutboxRow]) -> Any:
            confirmed = await publish_all(relay, rows)
            _doing.set("relaying" if confirmed else "")
            return confirmed

        self._patch.setattr(JetStreamContext, "publish", watched)
        self._patch.setattr(Relay, "_publish", watched_all)

"""Brings facts to whoever hears them inside this process: no worker runs yet while the demo is made.

The worker delivers the same facts again later; the inbox of each service knows them by then.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Row, Select, select

from deploy.services import subscribers_of
from shared.contracts.base import Fact
from shared.contracts.cloud_event import event_type
from shared.contracts.registry import all_facts
from shared.database import Database
from shared.messaging.failures import TooEarly
from shared.messaging.subscribing import Subscription
from shared.messaging.tables import outbox


class Delivery:
    """Reads the outboxes in order and lets every service hear what stands in them.

    `overheard` is told each fact too.
    """

    def __init__(self, databases: Mapping[str, Database], overheard: Callable[[Fact], None]) -> None:
        self._databases = databases
        self._overheard = overheard
        self._read_until = dict.fromkeys(databases, 0)
        self._kinds = {kind.SUBJECT: kind for kind in all_facts()}
        self._hearers = _hearers(databases)

    async def run(self, services: Collection[str]) -> None:
        """Deliver what these services said, and all that follows. Raises TooEarly when a fact waits in vain."""
        waiting: list[Row[Any]] = []
        while rows := [*waiting, *await self._new_rows(services)]:
            late = [row for row in rows if not await self._deliver(row)]
            if len(late) == len(rows) == len(waiting):
                raise TooEarly(late[0].subject)
            waiting = late
            services = {hearer.service for row in rows for hearer in self._hearers_of(row)}

    async def _new_rows(self, services: Collection[str]) -> list[Row[Any]]:
        read = await asyncio.gather(*(self._rows_of(service) for service in services))
        # Event ids are in the order in which things were said.
        return sorted((row for rows in read for row in rows), key=lambda row: row.event_id)

    async def _rows_of(self, service: str) -> list[Row[Any]]:
        unread: Select[Any] = (
            select(outbox.c.id, outbox.c.event_id, outbox.c.subject, outbox.c.body)
            .where(outbox.c.id > self._read_until[service])
            .order_by(outbox.c.id)
        )
        async with self._databases[service].transaction() as session:
            rows = list(await session.execute(unread))
        if rows:
            self._read_until[service] = rows[-1].id
        return rows

    async def _deliver(self, row: Row[Any]) -> bool:
        body = row.body.encode()
        if kind := self._kinds.get(_plain_subject(row)):
            self._overheard(event_type(kind).model_validate_json(body).data)
        results = await asyncio.gather(*(self._tell(hearer, body) for hearer in self._hearers_of(row)))
        return all(results)

    def _hearers_of(self, row: Row[Any]) -> list[Subscription]:
        return self._hearers.get(_plain_subject(row), [])

    async def _tell(self, hearer: Subscription, body: bytes) -> bool:
        try:
            await hearer.apply(self._databases[hearer.service], body)
        except TooEarly:
            return False
        return True


def _plain_subject(row: Row[Any]) -> str:
    subject: str = row.subject
    return subject.rpartition(".")[0]


def _hearers(services: Mapping[str, Database]) -> dict[str, list[Subscription]]:
    hearers: dict[str, list[Subscription]] = {}
    for facts in filter(None, map(subscribers_of, services)):
        for subscription in facts.subscriptions:
            hearers.setdefault(subscription.kind.SUBJECT, []).append(subscription)
    return hearers

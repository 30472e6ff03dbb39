"""How a service hears facts: one durable for each kind, inbox first, effect and next facts in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent, event_type
from shared.database import Database
from shared.messaging import inbox, trace
from shared.messaging.failures import Unreadable
from shared.messaging.redaction import as_it_may_be_heard
from shared.messaging.streams import Durable

F = TypeVar("F", bound=Fact)
# Python 3.11 cannot fill in F twice at run time: where it is used with F, it stands in quotes.
Handler = Callable[[AsyncSession, CloudEvent[F]], Awaitable[None]]


@dataclass(frozen=True)
class Subscription:
    """One service hearing one kind of fact."""

    service: str
    kind: type[Fact]
    handler: Callable[[AsyncSession, CloudEvent[Any]], Awaitable[None]]

    @property
    def name(self) -> str:
        """The durable's name, permanent: a new name would replay history."""
        _, thing, verb, version = self.kind.SUBJECT.split(".")
        return f"{self.service}-{thing}-{verb}" + ("" if version == "v1" else f"-{version}")

    @property
    def durable(self) -> Durable:
        """This subscription's place in the stream."""
        return Durable(self.name, str(self.kind.STREAM), (f"{self.kind.SUBJECT}.*",))

    def read(self, body: bytes, subject: str | None = None) -> CloudEvent[Any]:
        """The fact in a message on a subject.

        Raises Unreadable when it is of another kind or version or about something else than its subject says,
        ValidationError when malformed.
        """
        event = event_type(self.kind).model_validate_json(body)
        if event.type != self.kind.type():
            raise Unreadable(f"expected {self.kind.type()}")
        # Erasing goes by the id that ends the subject: a fact under another id would escape it.
        if event.subject != str(event.data.key_id) or subject not in (None, event.data.subject):
            raise Unreadable("expected the subject of what it is about")
        return event

    async def apply(self, database: Database, body: bytes, subject: str | None = None) -> None:
        """Handle a message: its effect happens once however often it is delivered."""
        event = self.read(body, subject)
        trace.begin(event.traceparent)
        trace.caused_by(event.id, event.correlationid)
        async with database.transaction() as session:
            if await inbox.first_time(session, self.name, event.id):
                await self.handler(session, await as_it_may_be_heard(session, event))


class FactSubscribers:
    """Everything one service hears."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.subscriptions: list[Subscription] = []

    def hears(self, kind: type[F]) -> "Callable[[Handler[F]], Handler[F]]":
        """Register the handler of one kind of fact."""

        def register(handler: "Handler[F]") -> "Handler[F]":
            self.subscriptions.append(Subscription(self.service, kind, handler))
            return handler

        return register

    @property
    def durables(self) -> list[Durable]:
        """The durables these subscriptions need at the broker."""
        return [subscription.durable for subscription in self.subscriptions]

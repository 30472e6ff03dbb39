"""A change and the fact about it are one transaction: facts are written here, and published by the relay."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.base import Fact
from shared.contracts.cloud_event import CloudEvent, event_type, schema_uri
from shared.ids import new_id
from shared.messaging import trace
from shared.messaging.redaction import as_it_may_be_said
from shared.messaging.source import event_source
from shared.messaging.tables import outbox

MAX_BYTES = 64 * 1024


class FactTooLarge(ValueError):
    """A fact of more than 64 KB; nothing may be published that the stream refuses."""


async def add(session: AsyncSession, *facts: Fact) -> list[UUID]:
    """Say these facts once the session's transaction commits, in this order; the ids of their events.

    Raises FactTooLarge.
    """
    rows = [_row(await as_it_may_be_said(session, fact)) for fact in facts]
    await session.execute(insert(outbox), rows)
    return [row["event_id"] for row in rows]


async def say_again(session: AsyncSession, kind: type[Fact], about: Collection[UUID]) -> int:
    """Have the facts of one kind about these ids published once more; returns how many.

    They keep their event id, so that whoever handled them already does nothing; the broker takes them as new messages.
    """
    said = await session.execute(
        update(outbox)
        .where(func.right(outbox.c.subject, 36).in_([str(key) for key in about]))
        .where(outbox.c.subject.startswith(f"{kind.SUBJECT}."), outbox.c.published_at.is_not(None))
        .values(published_at=None, said_again=outbox.c.said_again + 1)
        .returning(outbox.c.id)
    )
    return len(said.all())


async def last_said(session: AsyncSession, about: UUID, *kinds: type[Fact]) -> Fact | None:
    """The fact of these kinds that was said last about an id, or None; an erased one is without its words."""
    subjects = {f"{kind.SUBJECT}.{about}": kind for kind in kinds}
    newest = (
        select(outbox.c.subject, outbox.c.body)
        .where(func.right(outbox.c.subject, 36) == str(about), outbox.c.subject.in_(subjects))
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    row = (await session.execute(newest)).one_or_none()
    return event_type(subjects[row.subject]).model_validate_json(row.body).data if row else None


def _row(fact: Fact) -> dict[str, Any]:
    event = envelope(fact)
    body = event.model_dump_json(exclude_none=True)
    if len(body.encode()) > MAX_BYTES:
        raise FactTooLarge(f"{fact.SUBJECT} is larger than {MAX_BYTES} bytes")
    return {
        "event_id": event.id,
        "stream": fact.STREAM.value,
        "subject": fact.subject,
        "body": body,
        "traceparent": event.traceparent,
    }


def envelope(fact: Fact) -> CloudEvent[Fact]:
    """The CloudEvent around a new fact, following from the event being handled, if any."""
    cause = trace.cause()
    return CloudEvent[Fact](
        specversion="1.0",
        id=new_id(),
        source=event_source(),
        type=fact.type(),
        subject=str(fact.key_id),
        time=clock.now(),
        datacontenttype="application/json",
        dataschema=schema_uri(type(fact)),
        correlationid=cause[1] if cause else fact.key_id,
        causationid=cause[0] if cause else None,
        traceparent=trace.current(),
        data=fact,
    )

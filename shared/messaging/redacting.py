"""Takes the words out of messages that lie still: rows of the outbox, which are kept for good, and parked bodies."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.base import TYPE_PREFIX, Stream
from shared.contracts.cloud_event import CloudEvent, event_type
from shared.contracts.registry import all_facts
from shared.contracts.words import GONE, holds_words, without_words
from shared.messaging.parked.log import Action
from shared.messaging.tables import outbox, parked, parked_log

_KINDS = {fact.SUBJECT: fact for fact in all_facts()}


async def redact_messages(session: AsyncSession, about: Collection[UUID]) -> None:
    """Empty what this service said and parked about these things.

    Facts that lost words are said again as they are now, because the broker's own copies are about to go.
    Contact data that was not published yet never will be.
    """
    concerned = [str(one) for one in about]
    ours = func.right(outbox.c.subject, 36).in_(concerned)
    await session.execute(delete(outbox).where(ours, outbox.c.stream == Stream.PRIVATE))
    said = select(outbox.c.id, outbox.c.body).where(ours, outbox.c.stream == Stream.FACTS).with_for_update()
    for row in (await session.execute(said)).all():
        if may_stay(row.body):
            continue
        again = {"body": redacted(row.body), "published_at": None, "said_again": outbox.c.said_again + 1}
        await session.execute(update(outbox).where(outbox.c.id == row.id).values(again))
    await _redact_parked(session, concerned)


async def _redact_parked(session: AsyncSession, concerned: Collection[str]) -> None:
    # A fact under another id may name the report in its body.
    for row in (await session.execute(select(parked.c.id, parked.c.body).where(_names(concerned)))).all():
        because = case((parked.c.dropped_because.is_not(None), GONE))
        emptied = {"body": redacted(row.body).encode(), "dropped_because": because}
        await session.execute(update(parked).where(parked.c.id == row.id).values(emptied))
    typed = (parked_log.c.action == Action.DROPPED) & func.right(parked_log.c.subject, 36).in_(concerned)
    await session.execute(update(parked_log).where(typed).values(text=GONE))


def _names(concerned: Collection[str]) -> ColumnElement[bool]:
    in_body = [func.encode(parked.c.body, "escape").contains(one) for one in concerned]
    return or_(func.right(parked.c.subject, 36).in_(concerned), *in_body)


def may_stay(body: str | bytes) -> bool:
    """Whether this message is a fact that holds no words."""
    event = _read(body)
    return event is not None and not holds_words(event.data)


def redacted(body: str | bytes) -> str:
    """The same fact without words; nothing at all when it cannot be read."""
    event = _read(body)
    if event is None:
        return ""
    return event.model_copy(update={"data": without_words(event.data)}).model_dump_json(exclude_none=True)


def _read(body: str | bytes) -> CloudEvent[Any] | None:
    try:
        kind = str(json.loads(body)["type"]).removeprefix(TYPE_PREFIX)
        return event_type(_KINDS[kind]).model_validate_json(body)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None

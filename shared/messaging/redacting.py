"""Takes words out of messages that lie still: rows of the outbox, which are kept for good, and parked bodies."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.base import TYPE_PREFIX, Stream
from shared.contracts.cloud_event import CloudEvent, event_type
from shared.contracts.registry import all_facts
from shared.messaging.parked.log import Action
from shared.messaging.redaction import ALL_WORDS, Redaction
from shared.messaging.tables import outbox, parked, parked_log

_KINDS = {fact.SUBJECT: fact for fact in all_facts()}


async def redact_messages(session: AsyncSession, about: Collection[UUID], redaction: Redaction = ALL_WORDS) -> None:
    """Take words out of what this service said and parked about these things; all words, unless told which.

    Facts that lost words are said again as they are now, because the broker's own copies are about to go.
    When all words go, contact data that was not published yet never will be.
    """
    concerned = [str(one) for one in about]
    ours = func.right(outbox.c.subject, 36).in_(concerned)
    if redaction is ALL_WORDS:
        await session.execute(delete(outbox).where(ours, outbox.c.stream == Stream.PRIVATE))
    facts = outbox.c.stream.in_([Stream.FACTS, Stream.PRIVATE])
    said = select(outbox.c.id, outbox.c.body).where(ours, facts).with_for_update()
    for row in (await session.execute(said)).all():
        if may_stay(row.body, redaction):
            continue
        body = redacted(row.body, redaction)
        again = {"body": body, "published_at": None, "said_again": outbox.c.said_again + 1}
        await session.execute(update(outbox).where(outbox.c.id == row.id).values(again))
    await _redact_parked(session, concerned, redaction)


async def _redact_parked(session: AsyncSession, concerned: Collection[str], redaction: Redaction) -> None:
    # A fact under another id may name the report in its body.
    parked_ones = select(parked.c.id, parked.c.body, parked.c.dropped_because).where(_names(concerned))
    for row in (await session.execute(parked_ones)).all():
        because = row.dropped_because and redaction.text(row.dropped_because)
        without = {"body": redacted(row.body, redaction).encode(), "dropped_because": because}
        await session.execute(update(parked).where(parked.c.id == row.id).values(without))
    typed = (parked_log.c.action == Action.DROPPED) & func.right(parked_log.c.subject, 36).in_(concerned)
    for entry in (await session.execute(select(parked_log.c.id, parked_log.c.text).where(typed))).all():
        text = entry.text and redaction.text(entry.text)
        if text != entry.text:
            await session.execute(update(parked_log).where(parked_log.c.id == entry.id).values(text=text))


def _names(concerned: Collection[str]) -> ColumnElement[bool]:
    in_body = [func.encode(parked.c.body, "escape").contains(one) for one in concerned]
    return or_(func.right(parked.c.subject, 36).in_(concerned), *in_body)


def may_stay(body: str | bytes, redaction: Redaction = ALL_WORDS) -> bool:
    """Whether this message holds nothing that is to go; one that cannot be read may hold all words."""
    event = _read(body)
    if event is not None:
        return bool(redaction.fact(event.data) == event.data)
    return redaction is not ALL_WORDS and redaction.text(_as_text(body)) == _as_text(body)


def redacted(body: str | bytes, redaction: Redaction = ALL_WORDS) -> str:
    """The same message without the words; of one that cannot be read nothing stays when all words go."""
    event = _read(body)
    if event is not None:
        return event.model_copy(update={"data": redaction.fact(event.data)}).model_dump_json(exclude_none=True)
    return "" if redaction is ALL_WORDS else redaction.text(_as_text(body))


def _as_text(body: str | bytes) -> str:
    return body if isinstance(body, str) else body.decode(errors="replace")


def _read(body: str | bytes) -> CloudEvent[Any] | None:
    try:
        kind = str(json.loads(body)["type"]).removeprefix(TYPE_PREFIX)
        return event_type(_KINDS[kind]).model_validate_json(body)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None

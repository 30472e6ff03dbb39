"""What pieces of reports were hidden, and the texts in which they are looked for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import (
    Addition,
    Hiding,
    IdempotencyKey,
    Notice,
    OutcomeAnswer,
    Question,
    ReopeningRequest,
)
from shared.contracts.pieces import Hider
from shared.messaging.hiding import hidden_pieces, hide_in

# What was said after a report was sent, with what people call it.
_EXCHANGED: tuple[tuple[Any, str, str], ...] = (
    (Question, "question", "Onze vraag"),
    (Question, "answer", "Het antwoord"),
    (Addition, "text", "Toegevoegd"),
    (Notice, "title", "Ons bericht, titel"),
    (Notice, "text", "Ons bericht"),
    (OutcomeAnswer, "text", "Is het opgelost?"),
    (ReopeningRequest, "reason", "Waarom weer openen"),
)


async def exchanged_texts(session: AsyncSession, report_id: UUID) -> list[tuple[str, str]]:
    """Everything that was said about a report since it was sent: what it is, and the text."""
    found = []
    for table, name, label in _EXCHANGED:
        texts = await session.scalars(select(getattr(table, name)).where(table.report_id == report_id))
        found += [(label, text) for text in texts if text]
    return found


async def hide_in_exchanged(session: AsyncSession, report_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of all of that."""
    for table, name, _ in _EXCHANGED:
        await hide_in(session, select(table).where(table.report_id == report_id), hider, name)


async def forget_request(session: AsyncSession, report_id: UUID) -> None:
    """Keep no fingerprint of what a machine sent: with the rest of the text, what was hidden could be guessed."""
    sent = update(IdempotencyKey).where(col(IdempotencyKey.report_id) == report_id)
    await session.execute(sent.values(request_hash=b""))


async def add(session: AsyncSession, row: dict[str, Any]) -> None:
    """Write down that somebody hid something."""
    await session.execute(upsert(Hiding).values(**row).on_conflict_do_nothing())


async def of_report(session: AsyncSession, report_id: UUID) -> Sequence[Hiding]:
    """What was hidden in a report, newest first."""
    hidden = select(Hiding).where(col(Hiding.report_id) == report_id)
    return (await session.scalars(hidden.order_by(col(Hiding.hidden_at).desc(), col(Hiding.piece_id)))).all()


async def everything(session: AsyncSession) -> Sequence[tuple[Hiding, int, str]]:
    """All that was hidden, oldest first, each with how many words it has and its fingerprint."""
    pieces = hidden_pieces.c
    joined: Select[Any] = select(Hiding, pieces.words, pieces.fingerprint).join(
        hidden_pieces, (pieces.piece_id == col(Hiding.piece_id)) & (pieces.about_id == col(Hiding.report_id))
    )
    rows = await session.execute(joined.order_by(col(Hiding.hidden_at), col(Hiding.piece_id)))
    return [(row[0], row[1], row[2]) for row in rows]

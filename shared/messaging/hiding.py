"""What a service remembers of pieces of text that were hidden: facts that come later lose them before a handler sees
them, as with what was erased.
"""

from collections.abc import Collection
from types import ModuleType
from typing import Any
from uuid import UUID

from pydantic import Field, SecretStr
from sqlalchemy import Column, DateTime, Integer, Select, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.pieces import HiddenPiece, Hider
from shared.database.append_only import let_pieces_be_hidden
from shared.messaging.erasing import erasing, hold_alone
from shared.settings import EnvironmentSettings

# For good, as the ids in `erased`; a piece of a report stands under its handover as well.
hidden_pieces = Table(
    "hidden_pieces",
    erasing,
    Column("piece_id", Uuid, primary_key=True),
    Column("about_id", Uuid, primary_key=True, index=True),
    Column("words", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("hidden_at", DateTime(timezone=True), nullable=False),
)


class _Key(EnvironmentSettings):
    secret_key: SecretStr = Field(min_length=32)


def create_hidden_pieces_table(op: ModuleType) -> None:
    """Create the table, and let pieces be hidden in tables that only grow; in a migration."""
    op.create_table(
        "hidden_pieces",
        Column("piece_id", Uuid, primary_key=True),
        Column("about_id", Uuid, primary_key=True),
        Column("words", Integer, nullable=False),
        Column("fingerprint", Text, nullable=False),
        Column("hidden_at", DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_hidden_pieces_about_id", "hidden_pieces", ["about_id"])
    let_pieces_be_hidden(op)


def hider(*pieces: HiddenPiece) -> Hider:
    """Takes these pieces out of texts, with the key of this system."""
    return Hider(pieces, server_key())


def server_key() -> str:
    """What fingerprints of pieces are made with."""
    return _Key.read().secret_key.get_secret_value()


async def remember(session: AsyncSession, about_id: UUID, piece: HiddenPiece) -> bool:
    """From the end of this transaction on facts about this come without the piece; False when that was so already.

    Waits for those being handled now.
    """
    await hold_alone(session, about_id)
    row = {"piece_id": piece.piece_id, "about_id": about_id, "words": piece.words, "fingerprint": piece.fingerprint}
    new = insert(hidden_pieces).values(**row, hidden_at=clock.now()).on_conflict_do_nothing()
    return (await session.execute(new.returning(hidden_pieces.c.piece_id))).first() is not None


async def hider_of(session: AsyncSession, about: Collection[UUID]) -> Hider | None:
    """Takes out what was hidden about these things; None when that is nothing."""
    columns = (hidden_pieces.c.piece_id, hidden_pieces.c.words, hidden_pieces.c.fingerprint)
    found = await session.execute(select(*columns).where(hidden_pieces.c.about_id.in_(about)).distinct())
    pieces = [HiddenPiece(*row) for row in found]
    return hider(*pieces) if pieces else None


async def hide_in(session: AsyncSession, rows: Select[Any], hiding: Hider, *names: str) -> None:
    """Take the pieces out of what stands under these names in these rows."""
    held = rows.with_for_update().execution_options(populate_existing=True)
    for row in await session.scalars(held):
        for name in names:
            before = getattr(row, name)
            after = hiding.value(before)
            if after != before:
                setattr(row, name, after)
    await session.flush()

"""Links and codes on their way to an address."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.tables import Letter
from shared.contracts.letters import LetterAsked
from shared.contracts.words import GONE


async def add_letter(session: AsyncSession, fact: LetterAsked) -> None:
    """Keep a letter until it is mailed."""
    values = fact.model_dump(mode="python", exclude={"letter_id", "kind"}) | {"kind": fact.kind.value}
    await session.execute(insert(Letter).values(id=fact.letter_id, **values))


async def letter(session: AsyncSession, letter_id: UUID) -> Letter:
    """A letter."""
    return await session.get_one(Letter, letter_id)


async def empty_letter(session: AsyncSession, letter_id: UUID) -> None:
    """Forget where a letter went, and what it held."""
    await session.execute(update(Letter).where(col(Letter.id) == letter_id).values(email=GONE, seed=GONE))

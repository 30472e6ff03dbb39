"""What is offered to whoever fills in a name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables.known import KnownParty
from shared.contracts.knowledge import PartyListedV1

# More would make the page heavy, and nobody looks through them.
MOST = 500


async def keep_party(session: AsyncSession, fact: PartyListedV1, listed_at: datetime) -> None:
    """Keep what was listed last about an organisation, whatever order it comes in."""
    values = {"name": fact.name, "retired": fact.retired, "listed_at": listed_at}
    newer = insert(KnownParty).values(id=fact.party_id, **values)
    later = col(KnownParty.listed_at) < newer.excluded.listed_at
    await session.execute(newer.on_conflict_do_update(index_elements=["id"], set_=values, where=later))


async def parties(session: AsyncSession) -> Sequence[str]:
    """The names of organisations on the list, in order."""
    listed = select(col(KnownParty.name)).where(~col(KnownParty.retired))
    return (await session.scalars(listed.order_by(func.lower(KnownParty.name)).limit(MOST))).all()

"""Names that are no patient's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import AllowedName, PartyName


async def said_about_names(session: AsyncSession) -> Sequence[AllowedName]:
    """Every name about which somebody said whether it is no patient's."""
    return (await session.scalars(select(AllowedName))).all()


async def name_to_change(session: AsyncSession, otherwise: AllowedName) -> AllowedName:
    """What was said about a name, or `otherwise` when nothing was; locked until the transaction ends."""
    await session.execute(insert(AllowedName).values(otherwise.model_dump()).on_conflict_do_nothing())
    return await session.get_one(AllowedName, otherwise.id, with_for_update=True)


async def names_of_parties(session: AsyncSession) -> Sequence[PartyName]:
    """What every organisation is called."""
    return (await session.scalars(select(PartyName))).all()


async def names_of_party(session: AsyncSession, party_id: UUID) -> Sequence[PartyName]:
    """What an organisation is called as far as we heard; nobody else says so until this transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"names of {party_id}", 0))))
    return (await session.scalars(select(PartyName).where(col(PartyName.party_id) == party_id))).all()


async def put_names_of_party(session: AsyncSession, party_id: UUID, names: Sequence[PartyName]) -> None:
    """From now on an organisation is called this and nothing else."""
    await session.execute(delete(PartyName).where(col(PartyName.party_id) == party_id))
    session.add_all(names)
    await session.flush()


async def a_party_is_called(session: AsyncSession, wanted: UUID) -> bool:
    """Whether any organisation has this name."""
    found = select(col(PartyName.party_id)).where(col(PartyName.name_id) == wanted).limit(1)
    return await session.scalar(found) is not None

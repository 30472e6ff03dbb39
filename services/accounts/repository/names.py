"""Names that are no patient's."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.tables import AllowedName


async def said_about_names(session: AsyncSession) -> Sequence[AllowedName]:
    """Every name about which somebody said whether it is no patient's."""
    return (await session.scalars(select(AllowedName))).all()


async def name_to_change(session: AsyncSession, otherwise: AllowedName) -> AllowedName:
    """What was said about a name, or `otherwise` when nothing was; locked until the transaction ends."""
    await session.execute(insert(AllowedName).values(otherwise.model_dump()).on_conflict_do_nothing())
    return await session.get_one(AllowedName, otherwise.id, with_for_update=True)

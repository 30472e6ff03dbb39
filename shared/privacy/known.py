"""Which names are no patient's, as a service knows it now. Needs PostgreSQL only."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.privacy.allowed import changed
from shared.privacy.tables import allowed_names


async def known_allowed_names(session: AsyncSession) -> frozenset[str]:
    """Those known from the start with what the team changed about them."""
    told = await session.execute(select(allowed_names.c.name, allowed_names.c.allowed))
    return changed({row.name: row.allowed for row in told})

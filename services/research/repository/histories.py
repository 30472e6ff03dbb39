"""Questions about the histories of dossiers."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.history import history


async def openings_for(session: AsyncSession, opening: str, link: str, any_link: str) -> list[UUID]:
    """The entries about the opening of dossiers that this link was the first one of, in whatever words.

    `any_link` is the beginning that all links have.
    """
    place = func.row_number().over(partition_by=history.c.about_id, order_by=(history.c.at, history.c.id))
    links = select(history.c.about_id, history.c.text, place.label("place")).where(history.c.text.startswith(any_link))
    ranked = links.subquery()
    opened = select(ranked.c.about_id).where(ranked.c.place == 1, ranked.c.text == link)
    wanted = select(history.c.id).where(history.c.about_id.in_(opened), history.c.text.startswith(opening))
    return list(await session.scalars(wanted))


async def dossiers_linking(session: AsyncSession, link: str) -> list[UUID]:
    """The dossiers in whose history a report was linked with these words, also those that it left since."""
    return list(await session.scalars(select(history.c.about_id).where(history.c.text == link).distinct()))

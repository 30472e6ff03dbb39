"""The queries of triage about what cases are about."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.tables import Case


async def commonest_under(session: AsyncSession, dossier_id: UUID) -> str | None:
    """The theme that most cases under a dossier have; what a person chose goes before what was proposed."""
    theme, chosen = col(Case.theme), col(Case.theme_chosen)
    under = select(theme).where(col(Case.dossier_id) == dossier_id, theme.is_not(None)).group_by(theme)
    first = under.order_by(func.bool_or(chosen).desc(), func.count().desc(), theme).limit(1)
    return (await session.scalars(first)).first()

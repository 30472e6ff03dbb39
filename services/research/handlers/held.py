"""A dossier about to be changed by somebody."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import ChangedMeanwhile, Section
from services.research.repository import dossiers, history
from services.research.tables import Dossier


class UnknownDossier(LookupError):
    """There is no dossier, or no entry in it, at this address."""


async def held(session: AsyncSession, reference: str) -> Dossier:
    """The dossier, held until the transaction ends. Raises UnknownDossier."""
    dossier = await dossiers.by_reference(session, reference, hold=True)
    if dossier is None:
        raise UnknownDossier(reference)
    return dossier


async def same_version(
    session: AsyncSession,
    dossier: Dossier,
    section: Section,
    versions: tuple[int, int],
    entry_id: UUID | None = None,
) -> None:
    """Make sure that nobody saved this part since the form was opened. Raises ChangedMeanwhile."""
    given, current = versions
    if given != current:
        raise ChangedMeanwhile(await history.last_changed_by(session, dossier.id, section, entry_id))

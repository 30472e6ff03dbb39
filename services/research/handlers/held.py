"""A dossier about to be changed by somebody."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import ChangedMeanwhile, Section
from services.research.repository import dossiers
from services.research.tables import Dossier
from shared import clock, history


class UnknownDossier(LookupError):
    """There is no dossier, or no entry in it, at this address."""


class ChoiceRefused(Exception):
    """What was chosen in this field is not, or no longer, on the list."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


async def held(session: AsyncSession, reference: str) -> Dossier:
    """The dossier, held until the transaction ends; that it came back is seen then. Raises UnknownDossier."""
    dossier = await dossiers.by_reference(session, reference, hold=True)
    if dossier is None:
        raise UnknownDossier(reference)
    dossier.came_back = None
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
        raise ChangedMeanwhile(await history.last_writer(session, dossier.id, _topic(section, entry_id)))


async def record(
    session: AsyncSession,
    dossier: Dossier,
    who: str,
    text: str,
    section: Section | None = None,
    entry_id: UUID | None = None,
) -> None:
    """Write down what somebody did; the dossier was last changed now."""
    dossier.changed_at = clock.now()
    topic = _topic(section, entry_id) if section else None
    await history.write_down(session, dossier.id, who, text, topic=topic)


def _topic(section: Section, entry_id: UUID | None) -> str:
    return f"{section.value} {entry_id}" if entry_id else section.value

"""Sources and findings are added, changed, removed and brought back."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.forms import FindingForm, SourceForm
from services.research.handlers.held import UnknownDossier, held, record, same_version
from services.research.repository import entries
from services.research.tables import Dossier, Finding, RuleSource
from shared import clock

KIND: dict[Section, type[RuleSource] | type[Finding]] = {Section.SOURCE: RuleSource, Section.FINDING: Finding}


async def add_entry(
    session: AsyncSession, reference: str, entry_id: UUID, form: SourceForm | FindingForm, who: str
) -> None:
    """Add a source or finding; the form's own id makes that sending it twice adds one. Raises UnknownDossier."""
    dossier = await held(session, reference)
    section = _section(form)
    if await _found(session, section, dossier, entry_id):
        return
    entry = KIND[section](id=entry_id, dossier_id=dossier.id, version=0, added_at=clock.now(), **_fields(form, who))
    await entries.add(session, entry)
    await record(session, dossier, who, f"Voegde toe: {title_of(entry)}", section, entry_id)


async def change_entry(
    session: AsyncSession, reference: str, entry_id: UUID, form: SourceForm | FindingForm, who: str
) -> None:
    """Save a source or finding anew. Raises UnknownDossier, ChangedMeanwhile."""
    dossier = await held(session, reference)
    section = _section(form)
    entry = await _existing(session, section, dossier, entry_id)
    await same_version(session, dossier, section, (form.version, entry.version), entry_id)
    entry.sqlmodel_update(_fields(form, who))
    entry.version += 1
    await record(session, dossier, who, f"Paste aan: {title_of(entry)}", section, entry_id)


async def remove_entry(session: AsyncSession, reference: str, section: Section, entry_id: UUID, who: str) -> None:
    """Take a source or finding out of the dossier; it can be brought back. Raises UnknownDossier."""
    dossier = await held(session, reference)
    entry = await _existing(session, section, dossier, entry_id)
    if entry.removed_at is None:
        entry.removed_at = clock.now()
        await record(session, dossier, who, f"Verwijderde: {title_of(entry)}", section, entry_id)


async def bring_back_entry(session: AsyncSession, reference: str, section: Section, entry_id: UUID, who: str) -> None:
    """Undo the removal. Raises UnknownDossier."""
    dossier = await held(session, reference)
    entry = await _existing(session, section, dossier, entry_id)
    if entry.removed_at is not None:
        entry.removed_at = None
        await record(session, dossier, who, f"Zette terug: {title_of(entry)}", section, entry_id)


def title_of(entry: RuleSource | Finding) -> str:
    """The entry in a few words."""
    return entry.place if isinstance(entry, RuleSource) else entry.claim


def _section(form: SourceForm | FindingForm) -> Section:
    return Section.SOURCE if isinstance(form, SourceForm) else Section.FINDING


def _fields(form: SourceForm | FindingForm, who: str) -> dict[str, Any]:
    fields = form.model_dump(mode="json", exclude={"version"})
    if isinstance(form, SourceForm):
        return {**fields, "checked_on": form.checked_on, "checked_by": who}
    return {**fields, "added_by": who}


async def _found(
    session: AsyncSession, section: Section, dossier: Dossier, entry_id: UUID
) -> RuleSource | Finding | None:
    return await entries.entry(session, KIND[section], dossier.id, entry_id)


async def _existing(session: AsyncSession, section: Section, dossier: Dossier, entry_id: UUID) -> RuleSource | Finding:
    entry = await _found(session, section, dossier, entry_id)
    if entry is None:
        raise UnknownDossier(f"no {section.value} {entry_id}")
    return entry

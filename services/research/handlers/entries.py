"""The lists of a dossier: entries are added, changed, removed and brought back."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import INFLUENCE, Stance
from services.research.forms import EntryForm, FindingForm, StakeholderForm, TaskForm
from services.research.handlers.held import ChoiceRefused, UnknownDossier, held, record, same_version
from services.research.handlers.publishing import withdraw
from services.research.kinds import KIND_OF, Kind
from services.research.repository import entries, projections
from services.research.tables import Agreement, Dossier, Entry, Evidence
from shared import clock
from shared.staff.known import active_members


async def add_entry(session: AsyncSession, reference: str, entry_id: UUID, form: EntryForm, who: str) -> None:
    """Add an entry; the form's own id makes that sending it twice adds one. Raises UnknownDossier, ChoiceRefused."""
    dossier = await held(session, reference)
    kind = KIND_OF[type(form)]
    if await entries.entry(session, kind.record, dossier.id, entry_id):
        return
    fields = await _fields(session, dossier, form, who)
    entry = kind.record(id=entry_id, dossier_id=dossier.id, version=0, added_at=clock.now(), **fields)
    await entries.add(session, entry)
    await record(session, dossier, who, f"Voegde toe: {kind.title_of(entry)}", kind.section, entry_id)


async def change_entry(session: AsyncSession, reference: str, entry_id: UUID, form: EntryForm, who: str) -> None:
    """Save an entry anew. Raises UnknownDossier, ChangedMeanwhile, ChoiceRefused."""
    kind = KIND_OF[type(form)]
    fields = await _fields(session, await held(session, reference), form, who)
    await change_columns(session, reference, kind, entry_id, form.version, fields, who)


async def change_columns(
    session: AsyncSession,
    reference: str,
    kind: Kind,
    entry_id: UUID,
    version: int,
    columns: dict[str, Any],
    who: str,
) -> None:
    """Save a part of an entry. Raises UnknownDossier, ChangedMeanwhile."""
    dossier, entry = await held_entry(session, reference, kind, entry_id)
    await same_version(session, dossier, kind.section, (version, entry.version), entry_id)
    moved = _moved(entry, columns)
    entry.sqlmodel_update(columns)
    entry.version += 1
    await record(session, dossier, who, f"Paste aan: {kind.title_of(entry)}{moved}", kind.section, entry_id)


async def remove_entry(session: AsyncSession, reference: str, kind: Kind, entry_id: UUID, who: str) -> None:
    """Take an entry out of the dossier; it can be brought back. Raises UnknownDossier."""
    dossier, entry = await held_entry(session, reference, kind, entry_id)
    if entry.removed_at is None:
        entry.removed_at = clock.now()
        if isinstance(entry, Agreement):
            await withdraw(session, dossier, entry, who)
        await record(session, dossier, who, f"Verwijderde: {kind.title_of(entry)}", kind.section, entry_id)


async def bring_back_entry(session: AsyncSession, reference: str, kind: Kind, entry_id: UUID, who: str) -> None:
    """Undo the removal. Raises UnknownDossier."""
    dossier, entry = await held_entry(session, reference, kind, entry_id)
    if entry.removed_at is not None:
        entry.removed_at = None
        await record(session, dossier, who, f"Zette terug: {kind.title_of(entry)}", kind.section, entry_id)


async def held_entry(session: AsyncSession, reference: str, kind: Kind, entry_id: UUID) -> tuple[Dossier, Entry]:
    """An entry with its dossier, held until the transaction ends. Raises UnknownDossier."""
    dossier = await held(session, reference)
    entry = await entries.entry(session, kind.record, dossier.id, entry_id)
    if entry is None:
        raise UnknownDossier(f"no {kind.section.value} {entry_id}")
    return dossier, entry


async def _fields(session: AsyncSession, dossier: Dossier, form: EntryForm, who: str) -> dict[str, Any]:
    fields = form.columns(who)
    if isinstance(form, StakeholderForm) and form.party_id:
        party = await projections.party(session, form.party_id)
        if party is None:
            raise ChoiceRefused("party_id")
        fields["organisation"] = party.name
    if isinstance(form, FindingForm) and form.evidence_id:
        evidence = await entries.entry(session, Evidence, dossier.id, form.evidence_id)
        if evidence is None or evidence.removed_at:
            raise ChoiceRefused("evidence_id")
    if isinstance(form, TaskForm):
        name = (await active_members(session)).get(form.owner_id)
        if name is None:
            raise ChoiceRefused("owner_id")
        fields["owner_name"] = name
    return fields


def _moved(entry: Entry, columns: dict[str, Any]) -> str:
    """From where to where an organisation moved on the grid; empty for all else."""
    before = entry.model_dump()
    steps = []
    if "influence" in columns and before["influence"] != columns["influence"]:
        steps.append(f"invloed van {INFLUENCE[before['influence']]} naar {INFLUENCE[columns['influence']]}")
    if "stance" in columns and before["stance"] != columns["stance"]:
        steps.append(f"houding van {Stance.parse(before['stance']).label} naar {Stance.parse(columns['stance']).label}")
    return f" ({', '.join(steps).lower()})" if steps else ""

"""Files are put with a source, opened and erased; they go some time after their source was removed."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import ErasedBecause
from services.research.erasure_list import ListedFile
from services.research.handlers.entries import held_entry
from services.research.handlers.held import UnknownDossier, record
from services.research.kinds import KINDS, Part
from services.research.repository import dossiers, files
from services.research.tables import Dossier, EvidenceFile
from shared import clock, history
from shared.attachments.forgetting import forget, forget_strays
from shared.attachments.limits import MOST_ATTACHMENTS
from shared.attachments.receiving import Kept, by_store

# That long a source that was removed comes back with its files.
KEPT_REMOVED = timedelta(days=30)
THE_LIST = "Lijst van wissingen"


async def attach(
    session: AsyncSession, reference: str, entry_id: UUID, kept: Sequence[Kept], who: str
) -> tuple[int, list[Kept]]:
    """Put files with a source, as far as there is room; returns how many were, and those that found none.

    The same file again is no second one. Raises UnknownDossier, also when the source was removed.
    """
    dossier, entry = await held_entry(session, reference, KINDS[Part.EVIDENCE], entry_id)
    there = await files.of_source(session, entry_id) if entry.removed_at is None else None
    if there is None:
        await forget(session, by_store(kept))
        raise UnknownDossier(f"source {entry_id} was removed")
    known, room = {one.source_hash for one in there}, MOST_ATTACHMENTS - len(there)
    fresh = [one for one in {one.source_hash: one for one in kept}.values() if one.source_hash not in known]
    taken = fresh[: max(room, 0)]
    for one in taken:
        await _add(session, dossier, entry_id, one, who)
    if taken:
        numbers = ", ".join(str(dossier.files_added - back) for back in reversed(range(len(taken))))
        await record(session, dossier, who, f"Voegde bijlage {numbers} toe bij: {_called(entry)}")
    await forget(session, by_store([one for one in kept if one not in taken]))
    return len(taken), [one for one in fresh if one not in taken]


async def _add(session: AsyncSession, dossier: Dossier, evidence_id: UUID, kept: Kept, who: str) -> None:
    dossier.files_added += 1
    file = EvidenceFile(
        id=kept.id,
        evidence_id=evidence_id,
        dossier_id=dossier.id,
        number=dossier.files_added,
        kind=kept.kind.value,
        size=kept.size,
        name=kept.name,
        source_hash=kept.source_hash,
        store=kept.store,
        added_by=who,
        added_at=clock.now(),
    )
    await files.add(session, file)


def _called(entry: object) -> str:
    return str(getattr(entry, KINDS[Part.EVIDENCE].title))


async def note_opening(session: AsyncSession, file: EvidenceFile, called: str, who: str) -> None:
    """Write down that a member opens a file: of each the first time on a day."""
    topic, today = f"file {file.id}", clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if not await files.was_opened_since(session, file, topic, who, today):
        text = f"Opende bijlage {file.number} bij: {called}"
        await history.write_down(session, file.dossier_id, who, text, topic=topic)


async def erase(
    session: AsyncSession, reference: str, entry_id: UUID, file_id: UUID, why: ErasedBecause, who: str
) -> bool:
    """Leave nothing of a file; False when it was not there (any more). Raises UnknownDossier."""
    dossier, entry = await held_entry(session, reference, KINDS[Part.EVIDENCE], entry_id)
    file = await files.by_id(session, file_id)
    if file is None or file.evidence_id != entry_id:
        return False
    row = {"why": why.value, "erased_by": who, "erased_at": clock.now()}
    await files.add_erased(session, row | {"file_id": file_id, "dossier_id": dossier.id})
    await forget(session, await files.take(session, file_id))
    said = f"Wiste bijlage {file.number} bij: {_called(entry)}\n{why.label}."
    await record(session, dossier, who, said)
    return True


async def forget_of_removed(session: AsyncSession) -> None:
    """Forget the files of sources that were removed long ago, and content that never became a file."""
    await forget(session, await files.take_of_removed(session, clock.now() - KEPT_REMOVED))
    await forget_strays(session, files.ids())


async def erase_listed(session: AsyncSession, listed: Iterable[ListedFile]) -> int:
    """Erase what the list has and this database does not know to be erased; returns how many files that were.

    A file that is not here, because the database was put back from before it came in, is remembered all the same.
    """
    known = {one.file_id for one in await files.all_erased(session)}
    unknown = [one for one in listed if one.file_id not in known]
    for one in unknown:
        file, dossier = await files.by_id(session, one.file_id), await dossiers.known(session, one.dossier_id)
        row = {"why": ErasedBecause.LISTED.value, "erased_by": THE_LIST, "erased_at": one.erased_at}
        await files.add_erased(session, row | {"file_id": one.file_id, "dossier_id": one.dossier_id})
        if file and dossier:
            await forget(session, await files.take(session, one.file_id))
            await record(session, dossier, THE_LIST, f"Wiste bijlage {file.number}\n{ErasedBecause.LISTED.label}.")
    return len(unknown)


async def not_in(session: AsyncSession, listed: Iterable[ListedFile]) -> list[ListedFile]:
    """The erased files that the list does not have yet, oldest first."""
    there = {one.file_id for one in listed}
    return [
        ListedFile(file_id=one.file_id, dossier_id=one.dossier_id, erased_at=one.erased_at)
        for one in await files.all_erased(session)
        if one.file_id not in there
    ]

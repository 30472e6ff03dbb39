"""Files with the sources of dossiers, and those that were erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.research.tables import ErasedFile, Evidence, EvidenceFile
from shared.attachments.contents import Ids
from shared.history import history


def ids() -> Ids:
    """The ids of all files."""
    return select(col(EvidenceFile.id))


async def of_source(session: AsyncSession, evidence_id: UUID) -> Sequence[EvidenceFile]:
    """The files with one source, in the order in which they were added."""
    return await _ordered(session, col(EvidenceFile.evidence_id) == evidence_id)


async def of_dossier(session: AsyncSession, dossier_id: UUID) -> Sequence[EvidenceFile]:
    """The files with all sources of a dossier, in the same order."""
    return await _ordered(session, col(EvidenceFile.dossier_id) == dossier_id)


async def _ordered(session: AsyncSession, whose: ColumnElement[bool]) -> Sequence[EvidenceFile]:
    return (await session.scalars(select(EvidenceFile).where(whose).order_by(col(EvidenceFile.number)))).all()


async def by_id(session: AsyncSession, file_id: UUID) -> EvidenceFile | None:
    """One file."""
    return await session.get(EvidenceFile, file_id, populate_existing=True)


async def add(session: AsyncSession, file: EvidenceFile) -> None:
    """Store a file with a source."""
    session.add(file)
    await session.flush()


async def take(session: AsyncSession, file_id: UUID) -> dict[str, list[UUID]]:
    """Take one file away; returns where its content is."""
    return await _take(session, col(EvidenceFile.id) == file_id)


async def take_of_removed(session: AsyncSession, removed_before: datetime) -> dict[str, list[UUID]]:
    """Take the files of sources that were removed before a moment; returns where their content is."""
    gone = exists().where(col(Evidence.id) == col(EvidenceFile.evidence_id), col(Evidence.removed_at) < removed_before)
    return await _take(session, gone)


async def _take(session: AsyncSession, whose: ColumnElement[bool]) -> dict[str, list[UUID]]:
    taken = delete(EvidenceFile).where(whose).returning(col(EvidenceFile.store), col(EvidenceFile.id))
    by_store: dict[str, list[UUID]] = {}
    for store, file_id in await session.execute(taken):
        by_store.setdefault(store, []).append(file_id)
    return by_store


async def add_erased(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Write down that a file was erased; False when it stands there already."""
    added = insert(ErasedFile).values(**row).on_conflict_do_nothing()
    return (await session.execute(added.returning(col(ErasedFile.file_id)))).first() is not None


async def all_erased(session: AsyncSession) -> Sequence[ErasedFile]:
    """All files that were erased, oldest first."""
    return (await session.scalars(select(ErasedFile).order_by(col(ErasedFile.erased_at)))).all()


async def was_opened_since(session: AsyncSession, file: EvidenceFile, topic: str, who: str, moment: datetime) -> bool:
    """Whether the history has that somebody opened a file since a moment."""
    about = (history.c.about_id == file.dossier_id, history.c.topic == topic, history.c.who == who)
    return bool(await session.scalar(select(exists().where(*about, history.c.at >= moment))))

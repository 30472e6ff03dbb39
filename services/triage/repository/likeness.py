"""The queries of triage about what cases resemble."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.domain import OPEN, State
from services.triage.tables import Case, KnownDossier, KnownItem, Likeness
from shared.contracts.likeness import Resembled
from shared.contracts.vocabulary import AgreementStatus
from shared.contracts.words import GONE

Found = list[Resembled]


async def put(session: AsyncSession, report_id: UUID, found: Sequence[Resembled], at: datetime) -> bool:
    """Keep what a report resembles; False when we know something newer."""
    row = {"found": [one.model_dump(mode="json") for one in found], "found_at": at}
    newer = upsert(Likeness).values(report_id=report_id, **row)
    kept = newer.on_conflict_do_update(
        index_elements=["report_id"], set_=row, where=col(Likeness.found_at) <= newer.excluded.found_at
    )
    return (await session.execute(kept.returning(col(Likeness.report_id)))).first() is not None


async def found(session: AsyncSession, report_ids: Collection[UUID]) -> dict[UUID, Found]:
    """What each of these reports resembles; those that nobody looked at yet are left out."""
    wanted = select(col(Likeness.report_id), col(Likeness.found)).where(col(Likeness.report_id).in_(report_ids))
    rows = (await session.execute(wanted)).all()
    return {report_id: [Resembled.model_validate(one) for one in found] for report_id, found in rows}


async def forget(session: AsyncSession, report_id: UUID) -> None:
    """A report resembles nothing any more, and nothing resembles it."""
    await session.execute(delete(Likeness).where(col(Likeness.report_id) == report_id))
    alike: Any = col(Likeness.found)
    resembling = select(Likeness).where(alike.contains([{"thing_id": str(report_id)}]))
    held = resembling.order_by(col(Likeness.report_id)).with_for_update()
    for one in (await session.scalars(held)).all():
        one.found = [thing for thing in one.found if thing["thing_id"] != str(report_id)]


async def running(session: AsyncSession, ids: Collection[UUID]) -> Sequence[KnownDossier]:
    """Those of these that are dossiers the team works on."""
    wanted = (
        col(KnownDossier.id).in_(ids),
        col(KnownDossier.outcome).is_(None),
        col(KnownDossier.reference).is_not(None),
    )
    return (await session.scalars(select(KnownDossier).where(*wanted))).all()


async def in_force(session: AsyncSession, ids: Collection[UUID]) -> Sequence[KnownItem]:
    """Those of these that are known items everybody may read."""
    wanted = (col(KnownItem.id).in_(ids), col(KnownItem.public), col(KnownItem.status) != AgreementStatus.EXPIRED.value)
    return (await session.scalars(select(KnownItem).where(*wanted))).all()


async def undecided(session: AsyncSession, ids: Collection[UUID]) -> Sequence[tuple[UUID, str, str]]:
    """Those of these that are open reports: id, reference and title."""
    columns = select(col(Case.report_id), col(Case.reference), col(Case.title))
    wanted = (col(Case.report_id).in_(ids), col(Case.state).in_([state.value for state in OPEN]))
    return [(row[0], row[1], row[2]) for row in (await session.execute(columns.where(*wanted))).all()]


async def newest_under(session: AsyncSession, dossier_id: UUID, at_most: int) -> Sequence[Case]:
    """The reports that hang under a dossier and have words, newest first."""
    under = (col(Case.dossier_id) == dossier_id, col(Case.state) == State.LINKED.value, col(Case.title) != GONE)
    return (
        await session.scalars(select(Case).where(*under).order_by(col(Case.submitted_at).desc()).limit(at_most))
    ).all()

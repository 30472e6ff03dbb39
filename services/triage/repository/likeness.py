"""The queries of triage about what cases resemble."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, any_, bindparam, delete, literal_column, select, text, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.domain import State
from services.triage.tables import VIEW_CONDITIONS, Case, KnownDossier, KnownItem, Likeness
from shared.contracts.likeness import Resembled
from shared.contracts.vocabulary import AgreementStatus
from shared.contracts.words import GONE

Found = list[Resembled]

# One array, so that it is the same statement however many there are.
_IDS: Any = any_(bindparam("ids", type_=ARRAY(Uuid)))
_FOUND = select(col(Likeness.report_id), col(Likeness.found)).where(col(Likeness.report_id) == _IDS)


def _thing(kind: str, identity: Any, name: Any, title: Any) -> Select[Any]:
    said: Any = literal_column(f"'{kind}'").label("kind")
    return select(said, identity.label("id"), name.label("name"), title.label("title")).where(identity == _IDS)


_THINGS = union_all(
    _thing("item", KnownItem.id, KnownItem.code, KnownItem.title).where(
        col(KnownItem.public), col(KnownItem.status) != AgreementStatus.EXPIRED.value
    ),
    _thing("dossier", KnownDossier.id, KnownDossier.reference, KnownDossier.title).where(
        col(KnownDossier.outcome).is_(None), col(KnownDossier.reference).is_not(None)
    ),
    _thing("report", Case.report_id, Case.reference, Case.title).where(text(VIEW_CONDITIONS["alle-open"])),
)


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
    rows = (await session.execute(_FOUND, {"ids": list(report_ids)})).all()
    return {report_id: [Resembled.model_validate(one) for one in found] for report_id, found in rows}


async def forget(session: AsyncSession, report_id: UUID) -> None:
    """A report resembles nothing any more, and nothing resembles it."""
    await session.execute(delete(Likeness).where(col(Likeness.report_id) == report_id))
    alike: Any = col(Likeness.found)
    resembling = select(Likeness).where(alike.contains([{"thing_id": str(report_id)}]))
    held = resembling.order_by(col(Likeness.report_id)).with_for_update()
    for one in (await session.scalars(held)).all():
        one.found = [thing for thing in one.found if thing["thing_id"] != str(report_id)]


async def things(session: AsyncSession, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Those of these that still count, with `kind`, `id`, `name` and `title`: known items everybody may read, dossiers
    the team works on, and open reports."""
    return (await session.execute(_THINGS, {"ids": list(ids)})).all()


async def newest_under(session: AsyncSession, dossier_id: UUID, at_most: int) -> Sequence[Case]:
    """The reports that hang under a dossier and have words, newest first."""
    under = (col(Case.dossier_id) == dossier_id, col(Case.state) == State.LINKED.value, col(Case.title) != GONE)
    return (
        await session.scalars(select(Case).where(*under).order_by(col(Case.submitted_at).desc()).limit(at_most))
    ).all()

"""Which reports hang under a dossier, and what they say it costs."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.domain import Estimate
from services.research.tables import Dossier, LinkedReport, Report


async def current(session: AsyncSession, report_id: UUID) -> LinkedReport | None:
    """Where a report hangs now."""
    return await session.get(LinkedReport, report_id)


async def link(session: AsyncSession, report_id: UUID, dossier_id: UUID, at: datetime) -> bool:
    """Hang a report under a dossier, unless a later decision put it elsewhere; whether anything changed."""
    values = {"dossier_id": dossier_id, "linked_at": at, "decided_at": at, "moved_from_id": None}
    newer = (col(LinkedReport.linked_at) < at) & col(LinkedReport.dossier_id).is_distinct_from(dossier_id)
    written = await session.execute(
        insert(LinkedReport)
        .values(report_id=report_id, **values)
        .on_conflict_do_update(index_elements=["report_id"], set_=values, where=newer)
        .returning(col(LinkedReport.report_id))
    )
    is_changed = written.first() is not None
    # Where it hangs already it was linked again: what undid the link before does not undo this one.
    again = update(LinkedReport).where(col(LinkedReport.report_id) == report_id, col(LinkedReport.decided_at) < at)
    await session.execute(again.where(col(LinkedReport.dossier_id) == dossier_id).values(decided_at=at))
    return is_changed


async def unlink(session: AsyncSession, report_id: UUID, at: datetime) -> UUID | None:
    """The report hangs under no dossier, unless a later decision linked it again; the dossier it left.

    A link that was undone and is heard of afterwards changes nothing any more.
    """
    link = await session.get(LinkedReport, report_id, with_for_update=True, populate_existing=True)
    if link is None:
        session.add(LinkedReport(report_id=report_id, linked_at=at, decided_at=at))
        await session.flush()
        return None
    if link.decided_at > at:
        return None
    left = link.dossier_id
    link.dossier_id = link.moved_from_id = None
    link.linked_at = link.decided_at = at
    return left


async def links_under(session: AsyncSession, dossier_id: UUID, *, moved_from: UUID | None = None) -> list[LinkedReport]:
    """Where the reports of a dossier hang; with `moved_from` only those that came from there."""
    wanted = select(LinkedReport).where(col(LinkedReport.dossier_id) == dossier_id)
    if moved_from:
        wanted = wanted.where(col(LinkedReport.moved_from_id) == moved_from)
    return list((await session.execute(wanted.order_by(col(LinkedReport.linked_at)).with_for_update())).scalars())


async def move(session: AsyncSession, report_id: UUID, dossier_id: UUID, left_id: UUID, at: datetime) -> None:
    """Hang a report under another dossier than the one it left."""
    values = {"dossier_id": dossier_id, "linked_at": at, "moved_from_id": left_id}
    await session.execute(update(LinkedReport).where(col(LinkedReport.report_id) == report_id).values(values))


async def under(session: AsyncSession, dossier_id: UUID) -> list[tuple[Report, datetime]]:
    """The reports under a dossier and since when they are there, in the order in which they joined."""
    wanted = select(Report, LinkedReport.linked_at).join(LinkedReport).where(col(LinkedReport.dossier_id) == dossier_id)
    ordered = wanted.order_by(col(LinkedReport.linked_at), col(LinkedReport.report_id))
    return [(report, linked_at) for report, linked_at in (await session.execute(ordered)).all()]


async def estimates(session: AsyncSession, dossier_ids: Collection[UUID]) -> dict[UUID, list[Estimate]]:
    """What the reports under each of these dossiers say it costs; an empty list where there are none.

    Those that were taken back are left out.
    """
    wanted = (
        select(LinkedReport.dossier_id, Report.practice_id, Report.minutes_per_month)
        .join(Report)
        .where(col(LinkedReport.dossier_id).in_(dossier_ids), col(Report.withdrawn_at).is_(None))
    )
    found: dict[UUID, list[Estimate]] = {dossier_id: [] for dossier_id in dossier_ids}
    for dossier_id, practice_id, minutes_per_month in (await session.execute(wanted)).all():
        found[dossier_id].append(Estimate(practice_id, minutes_per_month))
    return found


async def since_the_outcome(session: AsyncSession, dossier_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many reports came under each of these dossiers after its outcome; of one that is open none."""
    wanted = (
        select(LinkedReport.dossier_id, func.count())
        .join(Report, col(Report.id) == col(LinkedReport.report_id))
        .join(Dossier, col(Dossier.id) == col(LinkedReport.dossier_id))
        .where(col(Dossier.id).in_(dossier_ids), col(LinkedReport.linked_at) > col(Dossier.concluded_at))
        .where(col(Report.withdrawn_at).is_(None))
        .group_by(col(LinkedReport.dossier_id))
    )
    found = dict.fromkeys(dossier_ids, 0)
    for dossier_id, count in (await session.execute(wanted)).all():
        found[dossier_id] = count
    return found

"""The desk as a whole: its reports added up, and how work on rules ended."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import Conclusion, DeskCount

THE_ROW = 1
COUNT = text("""
with standing as (
    select distinct on (report_id) report_id, public_status
    from notices where changes_standing order by report_id, happened_at desc, id desc
)
select count(*) as reports, count(distinct practice_id) as practices,
    count(*) filter (where public_status = any(:solved)) as solved,
    count(*) filter (where public_status is null or public_status <> all(:final)) as running,
    coalesce(
        sum((content ->> 'minutes_per_month')::float) filter (where content ->> 'split_from' is null), 0
    ) as minutes_per_month
from reports left join standing on standing.report_id = reports.id
where withdrawn_at is null
""")


async def count(session: AsyncSession, at: datetime, *, solved: Collection[str], final: Collection[str]) -> None:
    """Add up all reports, but those that were taken back, by the public status they have now.

    What was split off from a report has the minutes of that report, which count once.
    """
    statuses = {"solved": list(solved), "final": list(final)}
    counted = (await session.execute(COUNT, statuses)).mappings().one()
    row = {"counted_at": at, **counted}
    kept = upsert(DeskCount).values(id=THE_ROW, **row)
    await session.execute(kept.on_conflict_do_update(index_elements=["id"], set_=row))


async def counted(session: AsyncSession) -> DeskCount | None:
    """The last count; None before the first."""
    return await session.get(DeskCount, THE_ROW)


async def put_conclusion(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep how work on a rule ended, or that it goes on, unless something newer is known."""
    told = {name: value for name, value in row.items() if name != "dossier_id"}
    newer = upsert(Conclusion).values(**row)
    older = col(Conclusion.as_of) <= newer.excluded.as_of
    await session.execute(newer.on_conflict_do_update(index_elements=["dossier_id"], set_=told, where=older))


async def latest_conclusions(session: AsyncSession, outcomes: Collection[str], at_most: int) -> Sequence[Conclusion]:
    """What ended last with one of these outcomes, newest first."""
    shown = select(Conclusion).where(col(Conclusion.shown), col(Conclusion.outcome).in_(outcomes))
    return (await session.scalars(shown.order_by(col(Conclusion.as_of).desc()).limit(at_most))).all()

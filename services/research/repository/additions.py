"""What reporters added to their reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.research.tables import Addition, LinkedReport
from shared.contracts.pieces import Hider
from shared.contracts.words import GONE
from shared.messaging import hiding


async def keep(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep an addition; a second time changes nothing."""
    await session.execute(insert(Addition).values(**row).on_conflict_do_nothing())


async def under(session: AsyncSession, dossier_id: UUID) -> Mapping[UUID, Sequence[Addition]]:
    """What was added to each report that hangs under a dossier, oldest first."""
    linked = select(Addition).join(LinkedReport, col(LinkedReport.report_id) == col(Addition.report_id))
    wanted = linked.where(col(LinkedReport.dossier_id) == dossier_id).order_by(col(Addition.given_at), col(Addition.id))
    found: dict[UUID, list[Addition]] = defaultdict(list)
    for addition in (await session.execute(wanted)).scalars():
        found[addition.report_id].append(addition)
    return found


async def empty(session: AsyncSession, report_id: UUID) -> None:
    """Take the words out of what was added to a report."""
    await session.execute(update(Addition).where(col(Addition.report_id) == report_id).values(text=GONE))


async def hide_in(session: AsyncSession, report_id: UUID, hider: Hider) -> None:
    """Take hidden pieces out of what was said about a report."""
    await hiding.hide_in(session, select(Addition).where(col(Addition.report_id) == report_id), hider, "text")

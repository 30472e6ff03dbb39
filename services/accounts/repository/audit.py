"""The audit trail."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import AuditEntry
from shared.paging import PAGE_SIZE, rows_before


async def audited(session: AsyncSession, actions: Sequence[str], number: int) -> tuple[Sequence[AuditEntry], int]:
    """One page of what was done of these kinds, newest first, and how much it is in all."""
    these = col(AuditEntry.action).in_(actions)
    newest = (col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    rows = select(AuditEntry).where(these).order_by(*newest).offset(rows_before(number)).limit(PAGE_SIZE)
    total = await session.scalar(select(func.count()).select_from(AuditEntry).where(these))
    return (await session.scalars(rows)).all(), total or 0

"""The audit trail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import AuditEntry
from shared.paging import PAGE_SIZE, rows_before


@dataclass(frozen=True)
class Wanted:
    """What is looked for: of one person, as who did it or whom it is about; some actions; in a period."""

    person_id: UUID | None = None
    actions: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None


async def stretch(session: AsyncSession, wanted: Wanted, before: UUID | None, at_most: int) -> Sequence[AuditEntry]:
    """What was done, newest first, from the entry before this one on."""
    asked = select(AuditEntry).where(*_is(wanted))
    if before:
        last = select(col(AuditEntry.at), col(AuditEntry.id)).where(col(AuditEntry.id) == before)
        asked = asked.where(tuple_(col(AuditEntry.at), col(AuditEntry.id)) < last.scalar_subquery())
    newest = (col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    return (await session.scalars(asked.order_by(*newest).limit(at_most))).all()


def _is(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.person_id:
        yield or_(col(AuditEntry.actor_id) == wanted.person_id, col(AuditEntry.member_id) == wanted.person_id)
    if wanted.actions:
        yield col(AuditEntry.action).in_(wanted.actions)
    if wanted.since:
        yield col(AuditEntry.at) >= wanted.since
    if wanted.until:
        yield col(AuditEntry.at) < wanted.until


async def audited(session: AsyncSession, actions: Sequence[str], number: int) -> tuple[Sequence[AuditEntry], int]:
    """One page of what was done of these kinds, newest first, and how much it is in all."""
    these = col(AuditEntry.action).in_(actions)
    newest = (col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    rows = select(AuditEntry).where(these).order_by(*newest).offset(rows_before(number)).limit(PAGE_SIZE)
    total = await session.scalar(select(func.count()).select_from(AuditEntry).where(these))
    return (await session.scalars(rows)).all(), total or 0

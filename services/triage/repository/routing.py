"""The rules that hand out reports."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.triage.tables import Case, RoutingRule


async def rules(session: AsyncSession) -> Sequence[RoutingRule]:
    """Every rule, in order."""
    wanted = select(RoutingRule).order_by(col(RoutingRule.place), col(RoutingRule.id))
    return (await session.scalars(wanted.execution_options(populate_existing=True))).all()


async def rule(session: AsyncSession, rule_id: UUID) -> RoutingRule | None:
    """One rule."""
    return await session.get(RoutingRule, rule_id, populate_existing=True)


async def take_turns(session: AsyncSession) -> None:
    """Let nobody else change the rules until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("routing rules", 0))))


async def newest_cases(session: AsyncSession, most: int) -> Sequence[Case]:
    """The cases that came in last, without those that were taken back."""
    wanted = select(Case).where(col(Case.withdrawn_at).is_(None), col(Case.state) != "withdrawn")
    return (await session.scalars(wanted.order_by(col(Case.submitted_at).desc()).limit(most))).all()

"""A report being written is kept, and forgotten in time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.repository import reports
from services.intake.tables import Draft
from shared import clock

DRAFT_DAYS = 14


async def start_draft(session: AsyncSession, draft_id: UUID, secret_hash: bytes, fields: dict[str, Any]) -> None:
    """Keep the first step of a new report."""
    now = clock.now()
    await reports.add_draft(
        session, Draft(id=draft_id, secret_hash=secret_hash, fields=fields, started_at=now, saved_at=now)
    )


async def save_draft(session: AsyncSession, draft: Draft, fields: dict[str, Any]) -> None:
    """Keep what was filled in so far."""
    await reports.save_draft(session, draft.id, fields, clock.now())


async def forget_old_drafts(session: AsyncSession) -> None:
    """Delete drafts that were not touched for two weeks."""
    await reports.delete_drafts(session, clock.now() - timedelta(days=DRAFT_DAYS))

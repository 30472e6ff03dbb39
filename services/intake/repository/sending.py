"""Counts of what was sent, each for the length of a window that begins with the first."""

from datetime import datetime

from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.tables import SendCount


async def add(session: AsyncSession, fingerprint: str, amount: int, now: datetime, ends_at: datetime) -> int:
    """Count so much more; returns what the window holds now. A window that ended begins anew, until `ends_at`."""
    new = upsert(SendCount).values(fingerprint=fingerprint, count=amount, ends_at=ends_at)
    ended = col(SendCount.ends_at) <= now
    counted = new.on_conflict_do_update(
        index_elements=["fingerprint"],
        set_={
            "count": case((ended, amount), else_=col(SendCount.count) + amount),
            "ends_at": case((ended, ends_at), else_=col(SendCount.ends_at)),
        },
    )
    return int((await session.execute(counted.returning(col(SendCount.count)))).scalar_one())


async def window(session: AsyncSession, fingerprint: str, now: datetime) -> tuple[int, datetime]:
    """What the window holds, and when it ends; nothing and now when there is none."""
    live = select(col(SendCount.count), col(SendCount.ends_at))
    live = live.where(col(SendCount.fingerprint) == fingerprint, col(SendCount.ends_at) > now)
    found = (await session.execute(live)).one_or_none()
    return (found[0], found[1]) if found else (0, now)


async def forget(session: AsyncSession, fingerprint: str) -> None:
    """Begin anew with one window."""
    await session.execute(delete(SendCount).where(col(SendCount.fingerprint) == fingerprint))


async def forget_ended(session: AsyncSession, now: datetime) -> int:
    """Delete the windows that ended; returns how many there were."""
    gone = await session.execute(
        delete(SendCount).where(col(SendCount.ends_at) <= now).returning(col(SendCount.fingerprint))
    )
    return len(gone.all())

"""Wrong passwords, which slow the next ones down."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.accounts.tables import FailedSignIn


async def take_turns(session: AsyncSession, network: str) -> None:
    """Let one sign-in from a network at a time go on: tries sent together would all see the same few failures."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"sign-in from {network}", 0))))


async def failures_from(session: AsyncSession, network: str, since: datetime) -> Sequence[Row[datetime, bytes]]:
    """When and for which address a network failed, newest first."""
    found = await session.execute(
        select(col(FailedSignIn.failed_at), col(FailedSignIn.email_fingerprint))
        .where(col(FailedSignIn.network) == network, col(FailedSignIn.failed_at) > since)
        .order_by(col(FailedSignIn.failed_at).desc())
    )
    return found.all()


async def forget_failures(session: AsyncSession, network: str, email_fingerprint: bytes) -> None:
    """Start again for an account whose owner signed in from this network."""
    await session.execute(
        delete(FailedSignIn).where(
            col(FailedSignIn.network) == network, col(FailedSignIn.email_fingerprint) == email_fingerprint
        )
    )


async def forget_failures_before(session: AsyncSession, moment: datetime) -> None:
    """Drop failures that no longer slow anybody down."""
    await session.execute(delete(FailedSignIn).where(col(FailedSignIn.failed_at) < moment))

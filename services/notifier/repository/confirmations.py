"""When confirmations went to an address, under its fingerprint."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.notifier.tables import Confirmation


async def went_since(session: AsyncSession, fingerprint: str, moment: datetime, *, besides: UUID) -> Sequence[datetime]:
    """When confirmations went to an address after a moment, newest first; the mail `besides` is not counted."""
    wanted = select(col(Confirmation.went_at)).where(
        col(Confirmation.fingerprint) == fingerprint,
        col(Confirmation.went_at) > moment,
        col(Confirmation.mail_id) != besides,
    )
    return (await session.scalars(wanted.order_by(col(Confirmation.went_at).desc()))).all()


async def note(session: AsyncSession, mail_id: UUID, fingerprint: str, moment: datetime) -> None:
    """A confirmation goes out; when it is tried again it counts once."""
    row = {"mail_id": mail_id, "fingerprint": fingerprint, "went_at": moment}
    going = insert(Confirmation).values(**row)
    await session.execute(going.on_conflict_do_update(index_elements=["mail_id"], set_=row))


async def forget(session: AsyncSession, before: datetime) -> None:
    """What is older counts no more."""
    await session.execute(delete(Confirmation).where(col(Confirmation.went_at) < before))

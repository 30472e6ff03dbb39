"""Content goes from wherever it is: from PostgreSQL in the transaction, from S3 by the service's worker."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.attachments import contents
from shared.attachments.contents import Ids
from shared.attachments.in_database import InDatabase
from shared.attachments.in_s3 import InS3, StoreAway
from shared.attachments.settings import StoreSettings
from shared.database import Database
from shared.logging import get_logger

# Content is put first and attached in the next moment.
STRAY = timedelta(hours=1)
REMOVALS_AT_ONCE = 100
_log = get_logger(__name__)


async def forget(session: AsyncSession, by_store: Mapping[str, Sequence[UUID]]) -> None:
    """Have content gone: from PostgreSQL now, from S3 by the worker."""
    if here := by_store.get(InDatabase.name):
        await contents.delete_pieces(session, here)
    if elsewhere := by_store.get(InS3.name):
        await contents.promise_removal(session, elsewhere, clock.now())


async def forget_strays(session: AsyncSession, attached: Ids) -> None:
    """Forget content in PostgreSQL that nobody attached."""
    await contents.delete_stray_pieces(session, clock.now() - STRAY, attached)


async def remove_from_s3(database: Database, settings: StoreSettings) -> None:
    """Delete from S3 what was promised. What fails is done the next time."""
    if not settings.s3_bucket:
        return
    store = InS3.of(settings)
    async with database.transaction() as session:
        promised = await contents.promised(session, REMOVALS_AT_ONCE)
    try:
        for attachment_id in promised:
            await store.delete(attachment_id)
            async with database.transaction() as session:
                await contents.keep_promise(session, attachment_id)
    except StoreAway as away:
        _say_away(away)


async def clear_s3(database: Database, settings: StoreSettings, attached: Ids) -> None:
    """Delete from S3 what nobody has: put and never attached, or newer than a backup that was put back."""
    if not settings.s3_bucket:
        return
    store = InS3.of(settings)
    try:
        strays = [one async for one in store.all_before(clock.now() - STRAY)]
        async with database.transaction() as session:
            nobodys = await contents.not_attached(session, strays, attached)
        for attachment_id in nobodys:
            await store.delete(attachment_id)
    except StoreAway as away:
        _say_away(away)


def _say_away(away: StoreAway) -> None:
    # The others of this worker do not have to wait for it; it is tried again.
    _log.error("attachment_store_is_away", exc_info=away)

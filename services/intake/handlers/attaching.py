"""Files are added to a report being written, taken out again, sent with it, and forgotten with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.attachments.in_database import InDatabase, pieces_of
from services.intake.attachments.in_s3 import InS3
from services.intake.domain import MOST_ATTACHMENTS
from services.intake.handlers.drafts import DRAFT_DAYS
from services.intake.repository import attachments, contents, reports
from services.intake.tables import Attachment
from shared import clock
from shared.contracts.files import Attachment as TellsAttachment
from shared.contracts.files import FileKind
from shared.database import Database
from shared.ids import new_id

# Long enough to tick a box, too short to be a place to keep things.
UNCONFIRMED = timedelta(hours=1)
# Content is put first and attached in the next moment.
STRAY = timedelta(hours=1)
REMOVALS_AT_ONCE = 100


@dataclass(frozen=True)
class Kept:
    """A file whose content is in the store already. `source_hash` recognises the same file sent again."""

    id: UUID
    kind: FileKind
    size: int
    name: str | None
    source_hash: bytes
    store: str


async def attach(session: AsyncSession, draft_id: UUID, kept: Sequence[Kept], *, confirmed: bool) -> list[Kept]:
    """Add files to a draft, as far as there is room; returns those that found none.

    The same file again is no second one. `confirmed`: the reporter says that no patient is in any of them.
    """
    draft = await reports.lock_draft(session, draft_id)
    there = await attachments.of_draft(session, draft_id)
    known, room = {one.source_hash for one in there}, MOST_ATTACHMENTS - len(there)
    fresh = [one for one in {one.source_hash: one for one in kept}.values() if one.source_hash not in known]
    taken = [] if draft.report_id else fresh[: max(room, 0)]
    for one in taken:
        await attachments.add(session, _row(draft_id, one))
    if confirmed:
        await attachments.confirm(session, draft_id)
    if taken:
        draft.saved_at = clock.now()
    await forget(session, _by_store([one for one in kept if one not in taken]))
    return [one for one in fresh if one not in taken]


def _row(draft_id: UUID | None, kept: Kept) -> dict[str, object]:
    return {
        "id": kept.id,
        "draft_id": draft_id,
        "kind": kept.kind.value,
        "size": kept.size,
        "name": kept.name,
        "source_hash": kept.source_hash,
        "store": kept.store,
        "confirmed": False,
        "added_at": clock.now(),
    }


async def bring(session: AsyncSession, report_id: UUID, kind: FileKind, content: bytes) -> TellsAttachment:
    """Keep a file that comes with a report straight away; it was looked at before. Returns what is told about it."""
    kept = Kept(new_id(), kind, len(content), None, b"", InDatabase.name)
    row = _row(None, kept) | {"report_id": report_id, "source_hash": None, "confirmed": True}
    await attachments.add(session, row)
    await contents.add_pieces(session, kept.id, pieces_of(content), clock.now())
    return TellsAttachment(id=kept.id, kind=kind, size=kept.size)


async def detach(session: AsyncSession, draft_id: UUID, attachment_id: UUID) -> None:
    """Take a file out of a draft; one that is not there any more was taken out before."""
    await forget(session, await attachments.take_of_draft(session, draft_id, attachment_id))


async def all_confirmed(session: AsyncSession, draft_id: UUID) -> bool:
    """Whether the reporter said of every file that no patient is in it."""
    return all(one.confirmed for one in await attachments.of_draft(session, draft_id))


async def send_along(session: AsyncSession, draft_id: UUID) -> list[TellsAttachment]:
    """What is told about the files of a draft that is being sent."""
    return [_told(one) for one in await attachments.of_draft(session, draft_id)]


def _told(attachment: Attachment) -> TellsAttachment:
    return TellsAttachment(id=attachment.id, kind=FileKind.parse(attachment.kind), size=attachment.size)


async def forget_of_report(session: AsyncSession, report_id: UUID) -> None:
    """Nothing is left of what came with a report."""
    await forget(session, await attachments.take_of_report(session, report_id))


async def forget_old(session: AsyncSession) -> None:
    """Forget the files of drafts that nobody went on with, files nobody confirmed, and content nobody attached."""
    now = clock.now()
    old = await attachments.take_old(session, now - timedelta(days=DRAFT_DAYS), now - UNCONFIRMED)
    await forget(session, old)
    await contents.delete_stray_pieces(session, now - STRAY)


async def forget(session: AsyncSession, by_store: dict[str, list[UUID]]) -> None:
    """Have content gone from wherever it is: from PostgreSQL now, from S3 by the worker."""
    if here := by_store.get(InDatabase.name):
        await contents.delete_pieces(session, here)
    if elsewhere := by_store.get(InS3.name):
        await contents.promise_removal(session, elsewhere, clock.now())


def _by_store(kept: Sequence[Kept]) -> dict[str, list[UUID]]:
    by_store: dict[str, list[UUID]] = {}
    for one in kept:
        by_store.setdefault(one.store, []).append(one.id)
    return by_store


async def keep_promises(database: Database, store: InS3) -> int:
    """Delete from S3 what was promised; returns how much. What fails is done the next time. Raises StoreAway."""
    async with database.transaction() as session:
        promised = await contents.promised(session, REMOVALS_AT_ONCE)
    for attachment_id in promised:
        await store.delete(attachment_id)
        async with database.transaction() as session:
            await contents.keep_promise(session, attachment_id)
    return len(promised)


async def clear_strays(database: Database, store: InS3) -> int:
    """Delete from S3 what nobody has: put and never attached, or newer than a backup that was put back."""
    strays = [one async for one in store.all_before(clock.now() - STRAY)]
    async with database.transaction() as session:
        nobodys = await contents.not_attached(session, strays)
    for attachment_id in nobodys:
        await store.delete(attachment_id)
    return len(nobodys)

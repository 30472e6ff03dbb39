"""Files are added to a report being written, taken out again, sent with it, and forgotten with it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.handlers.drafts import DRAFT_DAYS
from services.intake.repository import attachments, reports
from services.intake.tables import Attachment
from shared import clock
from shared.attachments import contents
from shared.attachments.forgetting import forget, forget_strays
from shared.attachments.in_database import InDatabase, pieces_of
from shared.attachments.limits import MOST_ATTACHMENTS
from shared.attachments.receiving import Kept, by_store
from shared.contracts.files import Attachment as TellsAttachment
from shared.contracts.files import FileKind
from shared.ids import new_id

# Long enough to tick a box, too short to be a place to keep things.
UNCONFIRMED = timedelta(hours=1)


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
    await forget(session, by_store([one for one in kept if one not in taken]))
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
    await forget_strays(session, attachments.ids())

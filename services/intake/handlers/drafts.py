"""A report being written is kept, and forgotten in time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.handlers import letters
from services.intake.repository import drafts as repository
from services.intake.repository import letters as letters_sent
from services.intake.repository import reports
from services.intake.tables import Draft
from shared import clock
from shared.letters import Found, LetterKind

DRAFT_DAYS = 14
# Who asks by address alone gets no more links than this.
LINKS_AT_ONCE = 3


async def start_draft(session: AsyncSession, draft_id: UUID, secret_hash: bytes, fields: dict[str, Any]) -> None:
    """Keep the first step of a new report."""
    now = clock.now()
    await reports.add_draft(
        session, Draft(id=draft_id, secret_hash=secret_hash, fields=fields, started_at=now, saved_at=now)
    )


async def save_draft(session: AsyncSession, draft: Draft, fields: dict[str, Any]) -> None:
    """Keep the fields of a step; another step may be saved at the same moment."""
    await reports.save_draft(session, draft.id, fields, clock.now())


async def save_while_typing(session: AsyncSession, draft: Draft, fields: dict[str, Any]) -> bool:
    """Keep the fields of a step as they are typed so far; False when the same step was saved meanwhile, and stays."""
    return await repository.save_unless_newer(session, draft, fields, clock.now())


async def ask_for_link(session: AsyncSession, draft: Draft, email: str, *, key: str) -> None:
    """Have a link mailed with which the draft can be gone on with in any browser; it lives as long as the link."""
    now = clock.now()
    # Who saves a draft is asked the address once.
    fields = {} if any(draft.fields.get("email", ())) else {"email": [email]}
    await reports.save_draft(session, draft.id, fields, now)
    await letters.ask(session, LetterKind.RESUME, email, key=key, about_id=draft.id)


async def ask_for_links(session: AsyncSession, email: str, *, key: str) -> None:
    """Have a link mailed to each draft that was saved with this address and is not sent yet."""
    for draft_id in await repository.open_drafts_of(session, LetterKind.RESUME.value, email, LINKS_AT_ONCE):
        await letters.ask(session, LetterKind.RESUME, email, key=key, about_id=draft_id)


async def ask_for_link_again(session: AsyncSession, draft_id: UUID, *, key: str) -> str | None:
    """Have a link to a draft mailed to where the last one went; returns the address, None when there is none."""
    letter = await letters_sent.newest(session, LetterKind.RESUME.value, draft_id)
    if letter is None or letter.email is None:
        return None
    await letters.ask(session, LetterKind.RESUME, letter.email, key=key, about_id=draft_id)
    return letter.email


async def resume(session: AsyncSession, token: str, secret_hash: bytes, *, key: str) -> Draft | None:
    """Use a link: the draft is then held by the browser with this secret. None when the link does not work."""
    _, looked_at = await letters.look(session, LetterKind.RESUME, token, key=key)
    draft = await open_draft(session, looked_at.about_id) if looked_at else None
    if draft is None:
        return None
    found, _ = await letters.use(session, LetterKind.RESUME, token, key=key)
    if found is not Found.LIVE:
        return None
    held = await reports.lock_draft(session, draft.id)
    await repository.take_over(session, held, secret_hash, clock.now())
    return held


async def open_draft(session: AsyncSession, draft_id: UUID) -> Draft | None:
    """A draft that is not sent yet; None when it is, or gone."""
    draft = await repository.draft(session, draft_id)
    return draft if draft and draft.report_id is None else None


async def forget_old_drafts(session: AsyncSession) -> None:
    """Delete drafts that were not touched for two weeks."""
    await reports.delete_drafts(session, clock.now() - timedelta(days=DRAFT_DAYS))

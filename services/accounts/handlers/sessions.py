"""Sessions: begun, ended, forgotten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.browsers import Browser
from services.accounts.domain import FAILURES_REMEMBERED, LINKS_KEPT, SESSION_LENGTH, AuditAction, SignedIn
from services.accounts.handlers.audit import Person, note
from services.accounts.repository import apps, failures, links, members
from services.accounts.repository import sessions as repository
from services.accounts.settings import AccountsSettings
from services.accounts.tables import Member, MemberSession
from shared import clock
from shared.contracts.accounts import SessionEndedV1
from shared.ids import new_id
from shared.messaging import outbox
from shared.staff.tokens import Token, sign


async def begin_session(session: AsyncSession, member: Member, browser: Browser) -> SignedIn:
    """Sign somebody in; the session their browser had so far ends."""
    if browser.session_id:
        await sign_out(session, browser.session_id)
    now = clock.now()
    begun = MemberSession(
        id=new_id(),
        member_id=member.id,
        started_at=now,
        expires_at=now + SESSION_LENGTH,
        device=browser.device,
        place=browser.place,
    )
    members.add(session, begun)
    note(session, AuditAction.SIGNED_IN, about=member, by=member)
    return SignedIn(_token(member.id, begun.id, begun.expires_at))


async def sign_out(session: AsyncSession, session_id: UUID) -> None:
    """End a session for good; nothing happens when it ended before."""
    ended = await repository.end_session(session, session_id, clock.now())
    if ended is None:
        return
    member = await members.member(session, ended.member_id)
    note(session, AuditAction.SIGNED_OUT, about=member, by=member)
    await _tell_ended(session, ended)


async def end_own(session: AsyncSession, member_id: UUID, session_id: UUID) -> bool:
    """End one session of a member, on whatever device; False when it is not theirs or ended before."""
    if session_id not in {one.id for one in await repository.sessions_of(session, member_id, clock.now())}:
        return False
    await sign_out(session, session_id)
    return True


async def end_sessions_of(session: AsyncSession, member: Member, *, by: Person | None) -> None:
    """End every session a member has, on whatever device."""
    for ended in await repository.end_sessions_of(session, member.id, clock.now()):
        note(session, AuditAction.SIGNED_OUT, about=member, by=by)
        await _tell_ended(session, ended)


async def signed_in_member(session: AsyncSession, session_id: UUID) -> Member | None:
    """The active member whose session this is, unless it ended."""
    return await repository.member_in_session(session, session_id, clock.now())


async def forget_old(session: AsyncSession) -> None:
    """Drop failures that slow nobody down any more, and what was begun or ended and cannot go on."""
    now = clock.now()
    await failures.forget_failures_before(session, now - FAILURES_REMEMBERED)
    await repository.forget_sessions_expired_before(session, now)
    await apps.forget_begun_before(session, now)
    await links.forget_before(session, now - LINKS_KEPT)


def _token(member_id: UUID, session_id: UUID, expires_at: datetime) -> str:
    private_key = AccountsSettings.read().session_private_key.get_secret_value()
    return sign(Token(member_id, session_id, expires_at), private_key)


async def _tell_ended(session: AsyncSession, ended: MemberSession) -> None:
    await outbox.add(session, SessionEndedV1(session_id=ended.id, expires_at=ended.expires_at))

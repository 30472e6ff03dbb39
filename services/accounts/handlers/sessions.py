"""Signing in and out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import passwords, repository
from services.accounts.domain import (
    FAILURES_REMEMBERED,
    SESSION_LENGTH,
    AuditAction,
    SignedIn,
    SignIn,
    Throttled,
    WrongCredentials,
    email_fingerprint,
    is_demo_address,
    next_try_at,
)
from services.accounts.handlers.audit import Person, note
from services.accounts.settings import AccountsSettings
from services.accounts.tables import FailedSignIn, Member, MemberSession
from shared import clock
from shared.contracts.accounts import SessionEndedV1
from shared.ids import new_id
from shared.messaging import outbox
from shared.networks import network_of
from shared.staff.tokens import Token, sign


async def sign_in(
    session: AsyncSession, *, email: str, password: str, address: str, replaces: UUID | None = None, demo: bool = False
) -> SignIn:
    """Begin a session for whoever knows the password; the browser's old session, `replaces`, ends.

    Known and unknown e-mail addresses take the same steps and the same time. Outside the demo its accounts,
    whose password everybody knows, count as unknown, also on data the demo left behind.
    """
    network, fingerprint = network_of(address), email_fingerprint(email)
    await repository.take_turns(session, network)
    if throttled := await _throttled(session, network, fingerprint):
        return throttled
    known_here = demo or not is_demo_address(email)
    member = await repository.member_by_email(session, email) if known_here else None
    right = await passwords.matches(password, member.password_hash if member else None)
    if not (member and member.active and right):
        _remember_failure(session, network, fingerprint, member)
        return WrongCredentials()
    await repository.forget_failures(session, network, fingerprint)
    if replaces:
        await sign_out(session, replaces)
    if passwords.is_outdated(member.password_hash):
        member.password_hash = await passwords.hash_password(password)
    return _begin_session(session, member)


async def sign_out(session: AsyncSession, session_id: UUID) -> None:
    """End a session for good; nothing happens when it ended before."""
    ended = await repository.end_session(session, session_id, clock.now())
    if ended is None:
        return
    member = await repository.member(session, ended.member_id)
    note(session, AuditAction.SIGNED_OUT, about=member, by=member)
    await _tell_ended(session, ended)


async def end_sessions_of(session: AsyncSession, member: Member, *, by: Person | None) -> None:
    """End every session a member has, on whatever device."""
    for ended in await repository.end_sessions_of(session, member.id, clock.now()):
        note(session, AuditAction.SIGNED_OUT, about=member, by=by)
        await _tell_ended(session, ended)


async def signed_in_member(session: AsyncSession, session_id: UUID) -> Member | None:
    """The active member whose session this is, unless it ended."""
    return await repository.member_in_session(session, session_id, clock.now())


async def forget_old(session: AsyncSession) -> None:
    """Drop failures that slow nobody down any more, and sessions that ran out."""
    now = clock.now()
    await repository.forget_failures_before(session, now - FAILURES_REMEMBERED)
    await repository.forget_sessions_expired_before(session, now)


async def _throttled(session: AsyncSession, network: str, fingerprint: bytes) -> Throttled | None:
    now = clock.now()
    found = await repository.failures_from(session, network, since=now - FAILURES_REMEMBERED)
    # After the clock was put back a failure may lie ahead; nobody waits longer for that.
    failures = [(min(failed_at, now), email) for failed_at, email in found]
    of_account = [failed_at for failed_at, email in failures if email == fingerprint]
    at = next_try_at(of_account, [failed_at for failed_at, _ in failures])
    return Throttled(at - now) if at and at > now else None


def _remember_failure(session: AsyncSession, network: str, fingerprint: bytes, member: Member | None) -> None:
    failure = FailedSignIn(id=new_id(), email_fingerprint=fingerprint, network=network, failed_at=clock.now())
    repository.add(session, failure)
    note(session, AuditAction.SIGN_IN_REFUSED, about=member, by=None)


def _begin_session(session: AsyncSession, member: Member) -> SignedIn:
    now = clock.now()
    begun = MemberSession(id=new_id(), member_id=member.id, started_at=now, expires_at=now + SESSION_LENGTH)
    repository.add(session, begun)
    note(session, AuditAction.SIGNED_IN, about=member, by=member)
    return SignedIn(_token(member.id, begun.id, begun.expires_at))


def _token(member_id: UUID, session_id: UUID, expires_at: datetime) -> str:
    private_key = AccountsSettings.read().session_private_key.get_secret_value()
    return sign(Token(member_id, session_id, expires_at), private_key)


async def _tell_ended(session: AsyncSession, ended: MemberSession) -> None:
    await outbox.add(session, SessionEndedV1(session_id=ended.id, expires_at=ended.expires_at))

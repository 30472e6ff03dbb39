"""The first step of signing in: the password."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import passwords
from services.accounts.browsers import NOTHING_KNOWN, Browser
from services.accounts.domain import (
    FAILURES_REMEMBERED,
    AuditAction,
    CodeNeeded,
    SignedIn,
    SignIn,
    Throttled,
    WrongCredentials,
    email_fingerprint,
    is_demo_address,
    next_try_at,
)
from services.accounts.handlers import second_step
from services.accounts.handlers.audit import note
from services.accounts.handlers.sessions import begin_session
from services.accounts.repository import failures, members
from services.accounts.tables import FailedSignIn, Member
from shared import clock
from shared.ids import new_id
from shared.networks import network_of


async def sign_in(
    session: AsyncSession,
    *,
    email: str,
    password: str,
    address: str,
    browser: Browser = NOTHING_KNOWN,
    demo: bool = False,
) -> SignIn:
    """Begin a session for whoever knows the password, or go on to the code; the browser's old session ends.

    Known and unknown e-mail addresses take the same steps and the same time. Outside the demo its accounts,
    whose password everybody knows, count as unknown, also on data the demo left behind.
    """
    network, fingerprint = network_of(address), email_fingerprint(email)
    await failures.take_turns(session, network)
    if throttled := await _throttled(session, network, fingerprint):
        return throttled
    known_here = demo or not is_demo_address(email)
    member = await members.member_by_email(session, email) if known_here else None
    right = await passwords.matches(password, member.password_hash if member else None)
    if not (member and member.active and right):
        _remember_failure(session, network, fingerprint, member)
        return WrongCredentials()
    await failures.forget_failures(session, network, fingerprint)
    if member.password_hash and passwords.is_outdated(member.password_hash):
        member.password_hash = await passwords.hash_password(password)
    return await go_on(session, member, browser)


async def go_on(session: AsyncSession, member: Member, browser: Browser) -> SignedIn | CodeNeeded:
    """The first step was done: on to the code, or begin the session; the browser's old one ends."""
    if await second_step.asks_code(session, member):
        return await second_step.begin(session, member)
    return await begin_session(session, member, browser)


async def _throttled(session: AsyncSession, network: str, fingerprint: bytes) -> Throttled | None:
    now = clock.now()
    found = await failures.failures_from(session, network, since=now - FAILURES_REMEMBERED)
    # After the clock was put back a failure may lie ahead; nobody waits longer for that.
    failed = [(min(failed_at, now), email) for failed_at, email in found]
    of_account = [failed_at for failed_at, email in failed if email == fingerprint]
    at = next_try_at(of_account, [failed_at for failed_at, _ in failed])
    return Throttled(at - now) if at and at > now else None


def _remember_failure(session: AsyncSession, network: str, fingerprint: bytes, member: Member | None) -> None:
    failure = FailedSignIn(id=new_id(), email_fingerprint=fingerprint, network=network, failed_at=clock.now())
    members.add(session, failure)
    note(session, AuditAction.SIGN_IN_REFUSED, about=member, by=None)

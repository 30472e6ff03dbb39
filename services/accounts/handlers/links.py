"""Mailed links that work once: into the team, and to a new password. `key` is the server's.

The notifier makes the mail, from `letters` in its texts.yaml. Opening a link does not use it: mail scanners open links.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import passwords
from services.accounts.browsers import NOTHING_KNOWN, Browser
from services.accounts.domain import (
    LINKS_PER_HOUR,
    VALID,
    AuditAction,
    CodeNeeded,
    MemberState,
    SignedIn,
    check_new_password,
    is_demo_address,
)
from services.accounts.handlers.audit import note
from services.accounts.handlers.sessions import end_sessions_of
from services.accounts.handlers.signing_in import go_on
from services.accounts.handlers.telling import tell
from services.accounts.repository import links, members
from services.accounts.tables import Link, Member
from shared import clock
from shared.contracts.accounts import LinkAskedV1
from shared.contracts.notifier import MailSettledV1
from shared.ids import new_id
from shared.letters import SAME_AGAIN, Found, LetterKind, fingerprint, new_seed, secret_of, state_of
from shared.logging import get_logger
from shared.messaging import outbox

log = get_logger(__name__)
HOUR = timedelta(hours=1)
NOBODY = UUID(int=0)


async def send_link(session: AsyncSession, member: Member, kind: LetterKind, *, key: str) -> bool:
    """Have a link mailed; those before open nothing any more. False just after the same, or after too many."""
    now = clock.now()
    if await links.newest_is_since(session, member.id, kind.value, now - SAME_AGAIN):
        return False
    if await links.asked_since(session, member.id, now - HOUR) >= LINKS_PER_HOUR:
        log.warning("too_many_links_to_one_member")
        return False
    await links.void_all(session, member.id, now)
    seed, valid_until = new_seed(), now + VALID[kind]
    link = Link(
        id=new_id(),
        member_id=member.id,
        kind=kind.value,
        fingerprint=fingerprint(kind, NOBODY, secret_of(kind, seed, key), key),
        asked_at=now,
        valid_until=valid_until,
    )
    members.add(session, link)
    asked = LinkAskedV1(
        about_id=member.id, letter_id=link.id, kind=kind, email=member.email, seed=seed, valid_until=valid_until
    )
    await outbox.add(session, asked)
    return True


async def ask_new_password(session: AsyncSession, email: str, *, key: str) -> None:
    """Have a link to a new password mailed; who is invited gets the invitation again. Nobody hears who is known."""
    member = await members.member_by_email(session, email)
    if member is None or is_demo_address(email):
        return
    held = await members.member_to_change(session, member.id)
    if held and held.state is MemberState.ACTIVE:
        await send_link(session, held, LetterKind.NEW_PASSWORD, key=key)
    elif held and held.state is MemberState.INVITED:
        await send_link(session, held, LetterKind.INVITATION, key=key)


async def settle_mail(session: AsyncSession, fact: MailSettledV1) -> None:
    """Note how the mail of a link ended; mails about anything else are not ours."""
    await links.settle(session, fact.about_id, fact.state.value)


async def look(session: AsyncSession, kind: LetterKind, token: str, *, key: str) -> tuple[Found, Member | None]:
    """What a link is and for whom, without using it."""
    link = await links.by_fingerprint(session, kind.value, fingerprint(kind, NOBODY, token, key))
    return state_of(link, clock.now()), await members.member(session, link.member_id) if link else None


async def send_again(session: AsyncSession, token: str, *, key: str) -> bool:
    """An invitation ran out before it was used: mail a new one to the same address. False when it is over."""
    found, member = await look(session, LetterKind.INVITATION, token, key=key)
    if found is not Found.EXPIRED or member is None or member.state is not MemberState.INVITED:
        return False
    await send_link(session, member, LetterKind.INVITATION, key=key)
    return True


async def choose_password(
    session: AsyncSession, kind: LetterKind, token: str, password: str, *, key: str, browser: Browser = NOTHING_KNOWN
) -> SignedIn | CodeNeeded | Found:
    """Use a link: this is the password from now on, whoever was invited is on the team, and signing in goes on.

    Raises WeakPassword. Gives what the link is when it does not work.
    """
    check_new_password(password)
    link = await links.by_fingerprint(session, kind.value, fingerprint(kind, NOBODY, token, key))
    found = state_of(link, clock.now())
    if link is None or found is not Found.LIVE:
        return found
    member = await members.held(session, link.member_id)
    link.used_at = clock.now()
    member.password_hash = await passwords.hash_password(password)
    if kind is LetterKind.INVITATION:
        await join(session, member)
    else:
        note(session, AuditAction.PASSWORD_CHANGED, about=member, by=member)
        await end_sessions_of(session, member, by=member)
    await links.void_all(session, member.id, clock.now())
    return await go_on(session, member, browser)


async def join(session: AsyncSession, member: Member) -> None:
    """Let somebody who was invited come in from now on."""
    member.active, member.joined_at = True, clock.now()
    member.revision += 1
    note(session, AuditAction.MEMBER_JOINED, about=member, by=member)
    await tell(session, member)

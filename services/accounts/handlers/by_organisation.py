"""Signing in with the account of somebody's own organisation."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.browsers import Browser
from services.accounts.domain import AuditAction, CodeNeeded, MemberState, NotKnown, SignedIn, is_demo_address
from services.accounts.handlers.audit import note
from services.accounts.handlers.links import join
from services.accounts.handlers.sessions import begin_session
from services.accounts.handlers.signing_in import go_on
from services.accounts.identity import Identity
from services.accounts.repository import links, members
from services.accounts.tables import Member
from shared import clock

COMES_IN = (MemberState.ACTIVE, MemberState.INVITED)


async def sign_in_by_organisation(
    session: AsyncSession, identity: Identity, *, browser: Browser
) -> SignedIn | CodeNeeded | NotKnown:
    """Begin a session for a member, or who was invited, by the word of their organisation.

    Found by who they are there, the first time by their sure address. Who did a second step there gives no code.
    """
    found = await _found(session, identity)
    member = await members.held(session, found.id) if found else None
    if member is None or member.state not in COMES_IN or member.organisation_subject not in (None, identity.subject):
        note(session, AuditAction.SIGN_IN_REFUSED, about=found, by=None)
        return NotKnown()
    member.organisation_subject = identity.subject
    if member.state is MemberState.INVITED:
        await join(session, member)
        await links.void_all(session, member.id, clock.now())
    if identity.did_second_step:
        return await begin_session(session, member, browser)
    return await go_on(session, member, browser)


async def _found(session: AsyncSession, identity: Identity) -> Member | None:
    known = await members.member_by_subject(session, identity.subject)
    if known or identity.email is None or is_demo_address(identity.email):
        return known
    return await members.member_by_email(session, identity.email)

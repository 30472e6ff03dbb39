"""Who is on the team. Every change is told to the other services, so that it holds there at once."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import passwords
from services.accounts.domain import (
    AuditAction,
    ChangedMeanwhile,
    EmailTaken,
    LastLead,
    MemberState,
    OwnAccount,
    UnknownMember,
    check_new_password,
)
from services.accounts.handlers import second_step
from services.accounts.handlers.audit import Person, note
from services.accounts.handlers.links import send_link
from services.accounts.handlers.sessions import end_sessions_of
from services.accounts.handlers.telling import tell
from services.accounts.repository import links
from services.accounts.repository import members as repository
from services.accounts.tables import Member
from shared import clock
from shared.contracts.vocabulary import Role
from shared.ids import new_id
from shared.letters import LetterKind


async def add_member(
    session: AsyncSession, *, name: str, email: str, role: Role, password: str, by: Person | None = None
) -> UUID:
    """Take somebody into the team; returns their id. Raises WeakPassword or EmailTaken."""
    check_new_password(password)
    member = _new(name, email, role)
    member.password_hash, member.active, member.joined_at = await passwords.hash_password(password), True, clock.now()
    if not await repository.add_member(session, member):
        raise EmailTaken
    note(session, AuditAction.MEMBER_ADDED, about=member, by=by, role=role.value)
    await tell(session, member)
    return member.id


async def invite(session: AsyncSession, *, name: str, email: str, role: Role, key: str, by: Person) -> None:
    """Mail somebody a link into the team; who left it before comes back as themselves. Raises EmailTaken."""
    await repository.take_turns(session)
    member = await repository.member_by_email(session, email)
    if member and member.state is not MemberState.ENDED:
        raise EmailTaken
    if member:
        member.name, member.role, member.password_hash = name, role.value, None
        member.joined_at = member.ended_at = None
        member.back_on = member.stand_in_id = None
        member.revision += 1
        await second_step.forget_app(session, member.id)
    else:
        member = _new(name, email, role)
        repository.add(session, member)
        await session.flush()
    note(session, AuditAction.MEMBER_INVITED, about=member, by=by, role=role.value)
    await tell(session, member)
    await send_link(session, member, LetterKind.INVITATION, key=key)


async def invite_again(session: AsyncSession, member_id: UUID, *, key: str, by: Person) -> bool:
    """Mail another link; the one before opens nothing any more. False just after the same, or after too many."""
    member = await _changing(session, member_id, by, MemberState.INVITED)
    if not await send_link(session, member, LetterKind.INVITATION, key=key):
        return False
    note(session, AuditAction.INVITATION_SENT_AGAIN, about=member, by=by)
    return True


async def change_role(
    session: AsyncSession, member_id: UUID, role: Role, *, seen: int | None = None, by: Person | None = None
) -> None:
    """Give a member another role; nothing happens when they have it already. `seen`: the revision that was looked at.

    Who needs a code for it and has no app yet signs in anew, and sets one up. Raises UnknownMember, OwnAccount,
    LastLead or ChangedMeanwhile.
    """
    states = (MemberState.ACTIVE, MemberState.PAUSED, MemberState.INVITED)
    member = await _changing(session, member_id, by, *states)
    if member.role == role.value:
        return
    if seen not in (None, member.revision):
        raise ChangedMeanwhile
    if await repository.is_last_lead(session, member):
        raise LastLead
    note(session, AuditAction.ROLE_CHANGED, about=member, by=by, before=member.role, after=role.value)
    member.role = role.value
    member.revision += 1
    await tell(session, member)
    if not (await second_step.standing(session, member)).app and await second_step.asks_code(session, member):
        await end_sessions_of(session, member, by=by)


async def pause(session: AsyncSession, member_id: UUID, *, by: Person | None = None) -> None:
    """Let a member in no more for a while, and end the sessions they have. Raises as `change_role` does."""
    member = await _changing(session, member_id, by, MemberState.ACTIVE)
    await _leave(session, member, AuditAction.MEMBER_PAUSED, by)


async def end(session: AsyncSession, member_id: UUID, *, by: Person | None = None) -> None:
    """Take somebody off the team, or an invitation back. What they did stays theirs. Raises as `change_role` does."""
    member = await _changing(session, member_id, by, MemberState.ACTIVE, MemberState.PAUSED, MemberState.INVITED)
    invited = member.state is MemberState.INVITED
    action = AuditAction.INVITATION_WITHDRAWN if invited else AuditAction.MEMBER_ENDED
    await _leave(session, member, action, by)
    member.ended_at = clock.now()


async def resume(session: AsyncSession, member_id: UUID, *, by: Person | None = None) -> None:
    """Let somebody who paused come in again. Raises UnknownMember or ChangedMeanwhile."""
    member = await _changing(session, member_id, by, MemberState.PAUSED)
    note(session, AuditAction.MEMBER_RESUMED, about=member, by=by)
    member.active = True
    member.revision += 1
    await tell(session, member)


async def let_set_up_anew(session: AsyncSession, member_id: UUID, *, by: Person) -> None:
    """A member lost app and codes: see `take_app_away`. Raises UnknownMember, OwnAccount or ChangedMeanwhile."""
    member = await _changing(session, member_id, by, MemberState.ACTIVE, MemberState.PAUSED)
    await second_step.take_app_away(session, member.email, by=by)


async def choose_shortcuts(session: AsyncSession, member_id: UUID, *, wants: bool) -> None:
    """Let a member have shortcut keys on every page of the team, or no more."""
    member = await repository.held(session, member_id)
    if member.shortcuts is not wants:
        member.shortcuts = wants
        member.revision += 1
        await tell(session, member)


async def _leave(session: AsyncSession, member: Member, action: AuditAction, by: Person | None) -> None:
    if await repository.is_last_lead(session, member):
        raise LastLead
    note(session, action, about=member, by=by)
    member.active = False
    member.revision += 1
    await tell(session, member)
    await links.void_all(session, member.id, clock.now())
    await end_sessions_of(session, member, by=by)


async def changing(session: AsyncSession, member_id: UUID, *states: MemberState) -> Member:
    """A member in one of these states, held until the transaction ends. Raises UnknownMember or ChangedMeanwhile."""
    await repository.take_turns(session)
    member = await repository.member_to_change(session, member_id)
    if member is None:
        raise UnknownMember(member_id)
    if member.state not in states:
        raise ChangedMeanwhile
    return member


async def _changing(session: AsyncSession, member_id: UUID, by: Person | None, *states: MemberState) -> Member:
    if by and by.id == member_id:
        raise OwnAccount
    return await changing(session, member_id, *states)


def _new(name: str, email: str, role: Role) -> Member:
    return Member(
        id=new_id(), email=email.strip(), name=name.strip(), role=role.value, active=False, created_at=clock.now()
    )

"""Who is on the team. Every change is told to the other services, so that it holds there at once."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts import passwords
from services.accounts.domain import AuditAction, EmailTaken, UnknownMember, check_new_password
from services.accounts.handlers import second_step
from services.accounts.handlers.audit import Person, note
from services.accounts.handlers.sessions import end_sessions_of
from services.accounts.repository import members as repository
from services.accounts.tables import Member
from shared import clock
from shared.contracts.accounts import MemberChangedV1
from shared.contracts.vocabulary import Role
from shared.ids import new_id
from shared.messaging import outbox


async def add_member(
    session: AsyncSession, *, name: str, email: str, role: Role, password: str, by: Person | None = None
) -> UUID:
    """Take somebody into the team; returns their id. Raises WeakPassword or EmailTaken."""
    check_new_password(password)
    member = Member(
        id=new_id(),
        email=email.strip(),
        name=name.strip(),
        role=role.value,
        password_hash=await passwords.hash_password(password),
        created_at=clock.now(),
    )
    if not await repository.add_member(session, member):
        raise EmailTaken
    note(session, AuditAction.MEMBER_ADDED, about=member, by=by, role=role.value)
    await _tell(session, member)
    return member.id


async def change_role(session: AsyncSession, member_id: UUID, role: Role, *, by: Person | None = None) -> None:
    """Give a member another role; nothing happens when they have it already. Raises UnknownMember.

    Who needs a code for it and has no app yet signs in anew, and sets one up.
    """
    member = await _member(session, member_id)
    if member.role == role.value:
        return
    note(session, AuditAction.ROLE_CHANGED, about=member, by=by, before=member.role, after=role.value)
    member.role = role.value
    member.revision += 1
    await _tell(session, member)
    if not (await second_step.standing(session, member)).app and await second_step.asks_code(session, member):
        await end_sessions_of(session, member, by=by)


async def deactivate(session: AsyncSession, member_id: UUID, *, by: Person | None = None) -> None:
    """Let a member in no more, and end the sessions they have. Raises UnknownMember."""
    member = await _member(session, member_id)
    if not member.active:
        return
    note(session, AuditAction.MEMBER_DEACTIVATED, about=member, by=by)
    member.active = False
    member.revision += 1
    await _tell(session, member)
    await end_sessions_of(session, member, by=by)


async def _member(session: AsyncSession, member_id: UUID) -> Member:
    member = await repository.member_to_change(session, member_id)
    if member is None:
        raise UnknownMember(member_id)
    return member


async def _tell(session: AsyncSession, member: Member) -> None:
    fact = MemberChangedV1(
        member_id=member.id,
        revision=member.revision,
        name=member.name,
        role=Role.parse(member.role),
        active=member.active,
    )
    await outbox.add(session, fact)

"""Invitations on their way to people outside."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from services.notifier.tables import Invitation, Mail
from shared.contracts.research import InvitationAddressedV1
from shared.contracts.vocabulary import MailState
from shared.contracts.words import GONE


async def add_invitation(session: AsyncSession, fact: InvitationAddressedV1) -> bool:
    """Keep an invitation until it is mailed; whether it is the first of this attendee with this sequence."""
    row = {
        "id": fact.invitation_id,
        "attendee_id": fact.attendee_id,
        "sequence": fact.sequence,
        "cancels": fact.cancels,
        "email": fact.to_email,
        "words": fact.model_dump(mode="json"),
    }
    added = insert(Invitation).values(row).on_conflict_do_nothing().returning(col(Invitation.id))
    return (await session.execute(added)).first() is not None


async def invitation(session: AsyncSession, invitation_id: UUID) -> InvitationAddressedV1:
    """An invitation as it was said."""
    kept = await session.get_one(Invitation, invitation_id)
    return InvitationAddressedV1.model_validate(kept.words)


async def others_of(session: AsyncSession, fact: InvitationAddressedV1) -> list[tuple[Invitation, Mail]]:
    """What else was said to this attendee, with its mails, in order. Their mails are held."""
    wanted = (
        select(Invitation, Mail)
        .join(Mail, col(Mail.source_id) == col(Invitation.id))
        .where(col(Invitation.attendee_id) == fact.attendee_id, col(Invitation.id) != fact.invitation_id)
    )
    found = await session.execute(wanted.order_by(col(Invitation.sequence)).with_for_update(of=Mail))
    return [(kept, mail) for kept, mail in found.all()]


async def came_before(session: AsyncSession, fact: InvitationAddressedV1) -> bool:
    """Whether an invitation went to this attendee before this one."""
    went = select(col(Invitation.id)).join(Mail, col(Mail.source_id) == col(Invitation.id))
    earlier = went.where(
        col(Invitation.attendee_id) == fact.attendee_id,
        col(Invitation.sequence) < fact.sequence,
        col(Mail.state).in_([MailState.SENT.value, MailState.UNKNOWN.value]),
    )
    return (await session.execute(earlier.limit(1))).first() is not None


async def empty_invitation(session: AsyncSession, invitation_id: UUID) -> None:
    """Forget whom an invitation went to, and what it said."""
    emptied = update(Invitation).where(col(Invitation.id) == invitation_id)
    await session.execute(emptied.values(email=GONE, words={}))

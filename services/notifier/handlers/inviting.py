"""Invitations to round tables: of one attendee only the newest goes out."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.domain import WAITING
from services.notifier.handlers import mailing
from services.notifier.repository import invitations
from services.notifier.tables import Invitation, Mail
from shared.contracts.research import InvitationAddressedV1
from shared.contracts.vocabulary import MailState

REPLACED = "er is een nieuwere uitnodiging"
NEVER_INVITED = "de uitnodiging was nog niet weg"
# Nobody got these.
NOT_THERE = frozenset({MailState.WITHHELD, MailState.FAILED})


async def invite(session: AsyncSession, fact: InvitationAddressedV1) -> None:
    """Put the mail down. An older one that waits goes nowhere any more, and so does one that is heard too late.

    Who never got an invitation is not told that it is off.
    """
    if not await invitations.add_invitation(session, fact):
        return
    others = await invitations.others_of(session, fact)
    for kept, mail in others:
        if kept.sequence < fact.sequence and MailState.parse(mail.state) in WAITING:
            await mailing.withhold_waiting(session, kept.id, REPLACED)
    await mailing.prepare_invitation(session, fact.invitation_id, withheld_because=_why_not(fact, others))


def _why_not(fact: InvitationAddressedV1, others: list[tuple[Invitation, Mail]]) -> str | None:
    if any(kept.sequence > fact.sequence for kept, _ in others):
        return REPLACED
    got = [mail for kept, mail in others if not kept.cancels and MailState.parse(mail.state) not in NOT_THERE]
    return NEVER_INVITED if fact.cancels and not got else None

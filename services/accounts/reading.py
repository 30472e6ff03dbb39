"""What the pages about people show."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import MemberState
from services.accounts.repository import apps, links, members
from services.accounts.tables import Member
from shared.contracts.vocabulary import MailState, Role
from shared.letters import LetterKind

INVITATION: Mapping[MailState, str] = {
    MailState.PENDING: "De uitnodiging is onderweg",
    MailState.SENT: "De uitnodiging is gemaild",
    MailState.FAILED: "De uitnodiging kwam niet aan",
    MailState.UNKNOWN: "Niet zeker of de uitnodiging aankwam",
    MailState.WITHHELD: "De uitnodiging is niet verstuurd",
}


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team as the list shows them; `invited_by` is how far the mail is that invites them."""

    member: Member
    has_app: bool
    invited_by: MailState | None = None

    @property
    def invitation(self) -> str:
        """How the mail of an invitation fared, while that waits for somebody."""
        return INVITATION[self.invited_by] if self.invited_by else ""

    @property
    def never_came(self) -> bool:
        """Whether the mail of the invitation may not have come."""
        return self.invited_by in (MailState.FAILED, MailState.UNKNOWN, MailState.WITHHELD)

    @property
    def role(self) -> Role:
        """What they may do."""
        return Role.parse(self.member.role)


async def people(session: AsyncSession) -> tuple[list[Colleague], list[Colleague]]:
    """Who is on the team or invited to it, and who left it."""
    with_app = await apps.with_app(session)
    mails = await links.newest_states(session, LetterKind.INVITATION.value)
    everybody = [_colleague(member, with_app, mails) for member in await members.all_members(session)]
    here = [one for one in everybody if one.member.state is not MemberState.ENDED]
    return here, [one for one in everybody if one.member.state is MemberState.ENDED]


async def colleague(session: AsyncSession, member_id: UUID) -> Colleague | None:
    """Somebody who is or was on the team."""
    member = await members.member(session, member_id)
    if member is None:
        return None
    mails = await links.newest_states(session, LetterKind.INVITATION.value)
    return _colleague(member, await apps.with_app(session), mails)


def _colleague(member: Member, with_app: Container[UUID], mails: Mapping[UUID, str | None]) -> Colleague:
    invited = member.state is MemberState.INVITED and member.id in mails
    mail = MailState.parse(mails[member.id] or MailState.PENDING) if invited else None
    return Colleague(member, member.id in with_app, mail)

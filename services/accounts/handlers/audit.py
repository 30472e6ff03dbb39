from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import AuditAction
from services.accounts.repository import members as repository
from services.accounts.tables import AuditEntry
from shared import clock
from shared.contracts.intake import PersonalDataSeenV1
from shared.ids import new_id


class Person(Protocol):
    """Somebody of the team, as accounts or as another service knows them."""

    @property
    def id(self) -> UUID:
        """Who it is."""

    @property
    def name(self) -> str:
        """What they are called."""


async def note_seen(session: AsyncSession, seen: PersonalDataSeenV1, at: datetime) -> None:
    """Write down who saw whose data, as intake says."""
    what = "attachment" if seen.attachment_id else "contact"
    entry = AuditEntry(
        id=new_id(),
        at=at,
        action=AuditAction.PERSONAL_DATA_SEEN.value,
        actor_id=seen.member_id,
        actor_name=seen.member_name,
        details={"reference": seen.reference, "what": what},
    )
    repository.add(session, entry)


def note(
    session: AsyncSession, action: AuditAction, *, about: Person | None, by: Person | None, **details: str
) -> None:
    """Write down who did what about whom. `details` never holds an e-mail address or a password."""
    entry = AuditEntry(
        id=new_id(),
        at=clock.now(),
        action=action.value,
        actor_id=by.id if by else None,
        actor_name=by.name if by else None,
        member_id=about.id if about else None,
        member_name=about.name if about else None,
        details=details,
    )
    repository.add(session, entry)

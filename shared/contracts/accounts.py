"""What accounts says: who is on the team and who signed out."""

from datetime import datetime
from uuid import UUID

from shared.contracts.base import Fact
from shared.contracts.vocabulary import Role


class MemberChangedV1(Fact, subject="accounts.member.changed.v1", key="member_id"):
    """A member of the team is new or changed; later ones replace earlier ones (`revision` grows)."""

    member_id: UUID
    revision: int
    name: str
    role: Role
    active: bool


class SessionEndedV1(Fact, subject="accounts.session.ended.v1", key="session_id"):
    """Somebody signed out; the session's token would have been good until `expires_at`."""

    session_id: UUID
    expires_at: datetime

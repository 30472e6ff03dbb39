from dataclasses import dataclass
from uuid import UUID

from shared.contracts.vocabulary import Role
from shared.staff.permissions import ROLE_PERMISSIONS, Permission


@dataclass(frozen=True)
class Member:
    """Somebody of the team, as the service at hand knows them."""

    id: UUID
    session_id: UUID
    name: str
    role: Role

    def may(self, permission: Permission) -> bool:
        """Whether their role allows it."""
        return permission in ROLE_PERMISSIONS[self.role]

    @property
    def initials(self) -> str:
        """`SV` for Sanne de Vries: the first letters of the first and the last word."""
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

from dataclasses import dataclass
from uuid import UUID

from shared.contracts.vocabulary import Role
from shared.staff.permissions import ROLE_PERMISSIONS, Permission


@dataclass(frozen=True)
class Member:
    """Somebody of the team, as the service at hand knows them. `shortcuts`: they want shortcut keys."""

    id: UUID
    session_id: UUID
    name: str
    role: Role
    shortcuts: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether their role allows it."""
        return permission in ROLE_PERMISSIONS[self.role]

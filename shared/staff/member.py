from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.vocabulary import Role
from shared.staff.absence import is_away
from shared.staff.permissions import ROLE_PERMISSIONS, Permission


@dataclass(frozen=True)
class Member:
    """Somebody of the team, as the service at hand knows them. `shortcuts`: they want shortcut keys.

    Before the day `back_on` they are away.
    """

    id: UUID
    session_id: UUID
    name: str
    role: Role
    shortcuts: bool = False
    back_on: date | None = None

    @property
    def away(self) -> bool:
        """Whether they said to be away now."""
        return is_away(self.back_on)

    def may(self, permission: Permission) -> bool:
        """Whether their role allows it."""
        return permission in ROLE_PERMISSIONS[self.role]

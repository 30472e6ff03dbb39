"""What accounts says: who is on the team, who signed out, which names are no patient's, how long things take."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.base import Fact, Stream
from shared.contracts.letters import LetterAsked
from shared.contracts.vocabulary import Role


class MemberChangedV1(Fact, subject="accounts.member.changed.v1", key="member_id"):
    """A member of the team is new or changed; later ones replace earlier ones (`revision` grows).

    `shortcuts`: they want shortcut keys on the pages of the team. Before the day `back_on` they are away, and
    `stand_in_id` does what is theirs to do.
    """

    member_id: UUID
    revision: int
    name: str
    role: Role
    active: bool
    shortcuts: bool = False
    back_on: date | None = None
    stand_in_id: UUID | None = None


class LinkAskedV1(LetterAsked, subject="accounts.link.asked.v1", key="about_id", stream=Stream.PRIVATE):
    """Somebody of the team, or who is invited, has to be mailed a link that works once; `about_id` is who it is."""


class SessionEndedV1(Fact, subject="accounts.session.ended.v1", key="session_id"):
    """Somebody signed out; the session's token would have been good until `expires_at`."""

    session_id: UUID
    expires_at: datetime


class AllowedNameChangedV1(Fact, subject="accounts.allowed_name.changed.v1", key="name_id"):
    """A name was put on the list of names that are no patient's, or taken off it; later ones replace earlier ones.

    The same name always has the same `name_id`, however it is written in capitals.
    """

    name_id: UUID
    revision: int
    name: str
    allowed: bool


class TermSetV1(Fact, subject="accounts.term.set.v1", key="term_id"):
    """An administrator said how long something may take; later ones replace earlier ones (`revision` grows).

    `variable` names the term as the setting of an installation does; `value` is in the unit of that setting.
    """

    term_id: UUID
    variable: str
    revision: int
    value: int


class MorningBegunV1(Fact, subject="accounts.morning.begun.v1", key="list_id"):
    """A working day begins for a member who wants to be mailed in the morning what waits for them; said once a day."""

    list_id: UUID
    member_id: UUID
    day: date


class ListAddressedV1(Fact, subject="accounts.list.addressed.v1", key="list_id", stream=Stream.PRIVATE):
    """Where the list goes of a member for whom a working day begins."""

    list_id: UUID
    member_id: UUID
    day: date
    name: str
    email: str

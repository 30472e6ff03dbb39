"""Meetings with organisations about a rule."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.research.tables.record import Moment, Record


class RoundTable(Record, table=True):
    """A meeting. `version` grows with all that an invitation says; `sequence` is that of the last calendar file.

    `sent_version` is the version that was last sent to anybody.
    """

    __tablename__ = "round_tables"

    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossiers.id", index=True)
    version: int = 0
    subject: str
    starts_at: datetime = Field(sa_type=Moment, index=True)
    ends_at: datetime = Field(sa_type=Moment)
    place: str | None = None
    url: str | None = None
    agenda: str | None = None
    sequence: int | None = None
    sent_version: int | None = None
    minutes_version: int = 0
    minutes: str | None = None
    added_at: datetime = Field(sa_type=Moment)
    added_by: str
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    cancelled_because: str | None = None


class Attendee(Record, table=True):
    """Who is to be at a meeting: somebody of the stakeholders, or anybody else.

    What they said themselves behind their link, about which version of the meeting, is in `answered_…` and `answer`.
    """

    __tablename__ = "attendees"

    id: UUID = Field(primary_key=True)
    round_table_id: UUID = Field(foreign_key="round_tables.id", index=True)
    stakeholder_id: UUID | None = None
    name: str
    organisation: str | None = None
    email: str | None = None
    attendance: str
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_version: int | None = None
    answer: str | None = None
    added_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)


class Invitation(Record, table=True):
    """What was sent to an attendee: of each sequence one. `state` is that of its mail, as the notifier says.

    `fingerprint` is of the link in that mail; the link itself is made from a seed that only the mail has.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index("ux_invitations_attendee_sequence", "attendee_id", "sequence", unique=True),)

    id: UUID = Field(primary_key=True)
    attendee_id: UUID = Field(foreign_key="attendees.id")
    version: int
    sequence: int
    cancels: bool
    state: str
    why: str | None = None
    sent_at: datetime = Field(sa_type=Moment)
    sent_by: str
    fingerprint: bytes | None = Field(default=None, unique=True)

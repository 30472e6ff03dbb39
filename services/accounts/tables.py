"""What accounts keeps. Only `members` holds e-mail addresses; nothing holds a password."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.accounts.domain import MemberState
from shared.database import own_registry
from shared.staff.absence import is_away

Moment = DateTime(timezone=True)


class Record(SQLModel, registry=own_registry()):
    """The base of the tables of accounts."""


class Member(Record, table=True):
    """Somebody of the team, who is invited to it, or who once was on it. Only who is `active` may come in.

    `organisation_subject` is who they are at their organisation, once they signed in with that. Who wants a
    `morning_list` is mailed what waits for them; `morning_begun_on` is the last day for which that was said. Who has
    `shortcuts` has shortcut keys on every page of the team. Before the day `back_on` they are away, and `stand_in_id`
    does what is theirs to do.
    """

    __tablename__ = "members"
    __table_args__ = (Index("ux_members_email", text("lower(email)"), unique=True),)

    id: UUID = Field(primary_key=True)
    email: str
    name: str
    role: str
    password_hash: str | None = None
    active: bool = True
    revision: int = 1
    created_at: datetime = Field(sa_type=Moment)
    joined_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    organisation_subject: str | None = Field(default=None, unique=True)
    morning_list: bool = False
    morning_begun_on: date | None = None
    shortcuts: bool = False
    back_on: date | None = None
    stand_in_id: UUID | None = None

    @property
    def away(self) -> bool:
        """Whether they are away now."""
        return is_away(self.back_on)

    @property
    def state(self) -> MemberState:
        """Where they stand."""
        if self.active:
            return MemberState.ACTIVE
        if self.ended_at:
            return MemberState.ENDED
        return MemberState.PAUSED if self.joined_at else MemberState.INVITED


class Link(Record, table=True):
    """A mailed link that works once; `fingerprint` is what is known of it. After `void_at` it opens nothing.

    `mail_state` is how its mail ended, once that is known.
    """

    __tablename__ = "links"

    id: UUID = Field(primary_key=True)
    member_id: UUID = Field(foreign_key="members.id", index=True)
    kind: str
    fingerprint: bytes = Field(sa_type=LargeBinary, unique=True)
    asked_at: datetime = Field(sa_type=Moment)
    valid_until: datetime = Field(sa_type=Moment, index=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    void_at: datetime | None = Field(default=None, sa_type=Moment)
    mail_state: str | None = None


class MemberSession(Record, table=True):
    """One time somebody signed in: with what, and the beginning of the address it came from."""

    __tablename__ = "sessions"

    id: UUID = Field(primary_key=True)
    member_id: UUID = Field(foreign_key="members.id", index=True)
    started_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    device: str | None = None
    place: str | None = None


class App(Record, table=True):
    """The app somebody makes codes with. Its secret is made from `seed` and the server's key (codes.py).

    `next_seed` is that of an app that is being set up. A code is of a half minute: none up to `last_step` works again.
    """

    __tablename__ = "apps"

    member_id: UUID = Field(primary_key=True, foreign_key="members.id")
    seed: str | None = None
    next_seed: str | None = None
    since: datetime | None = Field(default=None, sa_type=Moment)
    last_step: int = Field(default=0, sa_type=BigInteger)
    failures: int = 0
    failed_at: datetime | None = Field(default=None, sa_type=Moment)


class RecoveryCode(Record, table=True):
    """A code on paper that works once, in the place of one of the app."""

    __tablename__ = "recovery_codes"

    fingerprint: bytes = Field(primary_key=True, sa_type=LargeBinary)
    member_id: UUID = Field(foreign_key="members.id", index=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class BegunSignIn(Record, table=True):
    """Somebody gave the right password and not yet a code."""

    __tablename__ = "begun_sign_ins"

    fingerprint: bytes = Field(primary_key=True, sa_type=LargeBinary)
    member_id: UUID = Field(foreign_key="members.id")
    ends_at: datetime = Field(sa_type=Moment, index=True)


class FailedSignIn(Record, table=True):
    """A wrong password, kept for a day to slow the next ones down."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (Index("ix_failed_sign_ins_network_failed_at", "network", "failed_at"),)

    id: UUID = Field(primary_key=True)
    email_fingerprint: bytes = Field(sa_type=LargeBinary)
    network: str
    failed_at: datetime = Field(sa_type=Moment, index=True)


class AuditEntry(Record, table=True):
    """Who did what about whom, and when. PostgreSQL refuses to change or delete these rows.

    No actor: the system itself, or somebody who is not signed in. No member: nobody we know.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_action_at", "action", text("at desc")),
        Index("ix_audit_entries_actor_id_at", "actor_id", text("at desc")),
    )

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
    action: str
    actor_id: UUID | None = None
    actor_name: str | None = None
    member_id: UUID | None = Field(default=None, index=True)
    member_name: str | None = None
    details: dict[str, Any] = Field(sa_type=JSONB)


class AllowedName(Record, table=True):
    """A name about which was said whether it is no patient's. Who said so stands in the audit trail.

    `by_team`: somebody of the team said so, which goes before the list of organisations.
    """

    __tablename__ = "allowed_names"

    id: UUID = Field(primary_key=True)
    revision: int
    name: str
    allowed: bool
    belongs_to: str
    by_team: bool
    changed_at: datetime = Field(sa_type=Moment)


class PartyName(Record, table=True):
    """What an organisation is called, as knowledge lists it. `name_id` is what the list of names knows it by."""

    __tablename__ = "party_names"

    party_id: UUID = Field(primary_key=True)
    name_id: UUID = Field(primary_key=True, index=True)
    name: str
    belongs_to: str
    listed_at: datetime = Field(sa_type=Moment)

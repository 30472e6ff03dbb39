"""What escalation keeps. Records do not validate; forms and facts do."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.database import own_registry

Moment = DateTime(timezone=True)


class Record(SQLModel, registry=own_registry()):
    """What every table of escalation starts from."""


class Handover(Record, table=True):
    """A file that goes to an outside body, with the package as it is or was sent, and what came back.

    `remind_at` and `silent_at` are when something happens by itself.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        Index("ix_handovers_changed_at", text("changed_at desc")),
        Index("ix_handovers_remind_at", "remind_at", postgresql_where=text("remind_at is not null")),
        Index("ix_handovers_silent_at", "silent_at", postgresql_where=text("silent_at is not null")),
    )

    id: UUID = Field(primary_key=True)
    reference: str = Field(unique=True)
    state: str
    report_id: UUID | None = None
    dossier_id: UUID | None = Field(default=None, index=True)
    dossier_reference: str | None = None
    party_id: UUID
    party_name: str
    created_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)

    version: int = 0
    title: str
    category: str | None = None
    asked_text: str | None = None
    asked_by: str | None = None
    recorded_text: str | None = None
    contradiction: str | None = None
    practices: int
    minutes_per_month: int
    tried: str | None = None
    wanted: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None

    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_by: str | None = None
    answer_by: date | None = None
    mail_subject: str | None = None
    paragraphs: list[str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    mailed_at: datetime | None = Field(default=None, sa_type=Moment)
    delivery: str | None = None
    delivery_why: str | None = None

    answer: str | None = None
    received_on: date | None = None
    public_text: str | None = None

    remind_at: datetime | None = Field(default=None, sa_type=Moment)
    silent_at: datetime | None = Field(default=None, sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)


class Report(Record, table=True):
    """A report as intake said it, for when it is handed over on its own; not after its reporter took it back."""

    __tablename__ = "reports"

    id: UUID = Field(primary_key=True)
    reference: str
    title: str
    story: str
    imposed_by: str
    organisation: str | None = None
    minutes_per_month: float
    own_attempts: list[Any] = Field(sa_type=JSONB)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Party(Record, table=True):
    """An organisation, as knowledge listed it last."""

    __tablename__ = "parties"

    id: UUID = Field(primary_key=True)
    name: str
    abbreviation: str | None = None
    takes_handovers: bool
    retired: bool
    listed_at: datetime = Field(sa_type=Moment)


class PartyContact(Record, table=True):
    """Where the last package for an organisation went, to start the next one with."""

    __tablename__ = "party_contacts"

    party_id: UUID = Field(primary_key=True)
    name: str
    email: str


class ListedContacts(Record, table=True):
    """Who speaks for an organisation, as knowledge listed them last: name, function, address and themes of each."""

    __tablename__ = "listed_contacts"

    party_id: UUID = Field(primary_key=True)
    revision: int
    contacts: list[dict[str, Any]] = Field(sa_type=JSONB)


class ReopenedDossier(Record, table=True):
    """When a dossier was last opened again: what was concluded before that goes nowhere."""

    __tablename__ = "reopened_dossiers"

    dossier_id: UUID = Field(primary_key=True)
    reopened_at: datetime = Field(sa_type=Moment)

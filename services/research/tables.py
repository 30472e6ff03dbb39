"""What research keeps. Records do not validate; forms and facts do."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, text
from sqlmodel import Field, SQLModel

from shared.database import own_registry

Moment = DateTime(timezone=True)


class Record(SQLModel, registry=own_registry()):
    """What every table of research starts from."""


class Dossier(Record, table=True):
    """The team's file on one rule. Each section that is one form has its own version."""

    __tablename__ = "dossiers"
    __table_args__ = (Index("ix_dossiers_changed_at", text("changed_at desc")),)

    id: UUID = Field(primary_key=True)
    reference: str = Field(unique=True)
    title: str
    state: str
    opened_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)

    core_version: int = 0
    question: str | None = None

    rule_version: int = 0
    rule_text: str | None = None
    rule_made_by: str | None = None
    rule_origin: str | None = None
    rule_purpose: str | None = None
    rule_alternative: str | None = None

    outcome_version: int = 0
    outcome: str | None = None
    public_text: str | None = None
    outcome_reason: str | None = None
    party_id: UUID | None = None
    concluded_at: datetime | None = Field(default=None, sa_type=Moment)
    concluded_by: str | None = None
    handover_sent_at: datetime | None = Field(default=None, sa_type=Moment)


class RuleSource(Record, table=True):
    """Where the rule is recorded, or where we looked in vain."""

    __tablename__ = "rule_sources"

    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossiers.id", index=True)
    version: int
    recorded_in: str
    place: str
    quote: str | None = None
    url: str | None = None
    checked_on: date
    checked_by: str
    added_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)


class Finding(Record, table=True):
    """One established fact with its source."""

    __tablename__ = "findings"

    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossiers.id", index=True)
    version: int
    claim: str
    source: str
    added_by: str
    added_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)


class Report(Record, table=True):
    """What we know of a report, as intake said it. One that was taken back counts no more."""

    __tablename__ = "reports"

    id: UUID = Field(primary_key=True)
    reference: str
    title: str
    story: str
    imposed_by: str
    organisation: str | None = None
    frequency: str
    minutes: int
    minutes_per_month: float
    practice_id: UUID
    submitted_at: datetime = Field(sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class LinkedReport(Record, table=True):
    """Under which dossier a report hangs: one at a time, by the latest decision of triage."""

    __tablename__ = "linked_reports"

    report_id: UUID = Field(primary_key=True, foreign_key="reports.id")
    dossier_id: UUID = Field(foreign_key="dossiers.id", index=True)
    linked_at: datetime = Field(sa_type=Moment)


class GivenCheckAnswer(Record, table=True):
    """What a reporter says of whether it is really solved in their practice: the newest answer."""

    __tablename__ = "check_answers"

    report_id: UUID = Field(primary_key=True)
    answer: str
    text: str | None = None
    answered_at: datetime = Field(sa_type=Moment)


class Party(Record, table=True):
    """An organisation, as knowledge listed it last."""

    __tablename__ = "parties"

    id: UUID = Field(primary_key=True)
    name: str
    abbreviation: str | None = None
    takes_handovers: bool
    listed_at: datetime = Field(sa_type=Moment)


class Handover(Record, table=True):
    """How a handover of a dossier stands, as escalation said it."""

    __tablename__ = "handovers"

    id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(foreign_key="dossiers.id", index=True)
    reference: str
    party_name: str
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    answer_by: date | None = None
    answer: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)

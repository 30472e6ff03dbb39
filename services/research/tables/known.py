"""What research remembers of other services' facts."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from services.research.tables.record import Moment, Record


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


class Addition(Record, table=True):
    """What a reporter added to a report without being asked."""

    __tablename__ = "additions"

    id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    text: str
    given_at: datetime = Field(sa_type=Moment)


class LinkedReport(Record, table=True):
    """Under which dossier a report hangs: one at a time, by the latest decision of triage or of who moved it.

    `moved_from_id` is the dossier it came from when that was merged or split. `decided_at` is when triage last said
    where it hangs; a link that was undone then leaves no dossier.
    """

    __tablename__ = "linked_reports"

    report_id: UUID = Field(primary_key=True, foreign_key="reports.id")
    dossier_id: UUID | None = Field(default=None, foreign_key="dossiers.id", index=True)
    linked_at: datetime = Field(sa_type=Moment)
    decided_at: datetime = Field(sa_type=Moment)
    moved_from_id: UUID | None = None


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
    retired: bool
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

"""What intake keeps. Records do not validate; forms do."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.intake.tables.desk import Conclusion as Conclusion
from services.intake.tables.desk import DeskCount as DeskCount
from services.intake.tables.erasing import BrokerErasure as BrokerErasure
from services.intake.tables.erasing import ErasedAttachment as ErasedAttachment
from services.intake.tables.erasing import Erasure as Erasure
from services.intake.tables.erasing import Hiding as Hiding
from services.intake.tables.known import Help as Help
from services.intake.tables.known import KnownLink as KnownLink
from services.intake.tables.known import KnownSpelling as KnownSpelling
from services.intake.tables.known import KnownThing as KnownThing
from services.intake.tables.known import KnownWord as KnownWord
from services.intake.tables.letters import CodeTry as CodeTry
from services.intake.tables.letters import Letter as Letter
from services.intake.tables.letters import Visit as Visit
from services.intake.tables.practices import Practice as Practice
from services.intake.tables.record import Moment as Moment
from services.intake.tables.record import Record as Record
from services.intake.tables.sending import SendCount as SendCount
from shared.contracts.vocabulary import MailChoice


class Draft(Record, table=True):
    """A report being written, by whoever holds the draft's cookie. `fields` are the form's values as typed.

    `moved_from` is the secret of the browser it was in before somebody went on with it elsewhere.
    """

    __tablename__ = "drafts"

    id: UUID = Field(primary_key=True)
    secret_hash: bytes = Field(sa_type=LargeBinary)
    fields: dict[str, Any] = Field(sa_type=JSONB)
    started_at: datetime = Field(sa_type=Moment)
    saved_at: datetime = Field(sa_type=Moment, index=True)
    report_id: UUID | None = None
    moved_from: bytes | None = Field(default=None, sa_type=LargeBinary)


class Attachment(Record, table=True):
    """A file that somebody added to a draft, and later of the report that came of it.

    `name` is what the file was called, kept until the report is sent when the guard saw nobody in it; `confirmed` says
    that no patient is in the file; `store` is where its content is.
    """

    __tablename__ = "attachments"

    id: UUID = Field(primary_key=True)
    draft_id: UUID | None = Field(default=None, index=True)
    report_id: UUID | None = Field(default=None, index=True)
    kind: str
    size: int
    name: str | None = None
    source_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    store: str
    confirmed: bool
    added_at: datetime = Field(sa_type=Moment)


class Report(Record, table=True):
    """What a practice sent in. `content` is the fact as it was said; `remind_at` is emptied by the reminder.

    After `erased_at` nobody's words are left of it, after `pseudonymised_at` nobody knows who sent it. `mails` says
    which mails the reporter wants. A report that was taken back at `withdrawn_at` has no reporter any more either.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_remind_at", "remind_at", postgresql_where=text("remind_at is not null")),
        Index(
            "ix_reports_joins_report",
            text("(content ->> 'joins_report')"),
            postgresql_where=text("content ->> 'joins_report' is not null"),
        ),
        Index(
            "ix_reports_split_from",
            text("(content ->> 'split_from')"),
            postgresql_where=text("content ->> 'split_from' is not null"),
        ),
    )

    id: UUID = Field(primary_key=True)
    reference: str = Field(unique=True)
    link_seed: bytes = Field(sa_type=LargeBinary)
    link_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    submitted_at: datetime = Field(sa_type=Moment)
    answer_by: date
    practice_id: UUID
    remind_at: datetime | None = Field(default=None, sa_type=Moment)
    content: dict[str, Any] = Field(sa_type=JSONB)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
    pseudonymised_at: datetime | None = Field(default=None, sa_type=Moment)
    mails: str = MailChoice.ALL.value
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Awaited(Record, table=True):
    """A sign that a report was taken in elsewhere, and by when it must be there; gone once it is."""

    __tablename__ = "awaited"

    report_id: UUID = Field(primary_key=True)
    sign: str = Field(primary_key=True)
    due_at: datetime = Field(sa_type=Moment, index=True)


class Reporter(Record, table=True):
    """Who sent it; apart from the report, so that it can be erased alone."""

    __tablename__ = "reporters"
    __table_args__ = (Index("ix_reporters_address", text("lower(email)")),)

    report_id: UUID = Field(primary_key=True, foreign_key="reports.id")
    name: str
    role: str
    practice: str
    agb_code: str | None = None
    email: str | None = None
    phone: str | None = None
    may_share_name: bool
    take_part: str


class IdempotencyKey(Record, table=True):
    """A key a machine sent, with what came of it; the same again gets the same answer."""

    __tablename__ = "idempotency_keys"

    key: str = Field(primary_key=True)
    request_hash: bytes = Field(sa_type=LargeBinary)
    report_id: UUID
    stored_at: datetime = Field(sa_type=Moment)


class Question(Record, table=True):
    """Something the team asked the reporter."""

    __tablename__ = "questions"

    id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    asked_by: str
    question: str
    answer_by: date
    asked_at: datetime = Field(sa_type=Moment)
    answer: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


class Addition(Record, table=True):
    """Something the reporter added without being asked."""

    __tablename__ = "additions"

    id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    text: str
    added_at: datetime = Field(sa_type=Moment)


class Notice(Record, table=True):
    """What the reporter was told, in the words of the mail.

    `changes_standing` is false for a reminder or a check: the report stands as an earlier notice says.
    """

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_report", "report_id", text("happened_at desc")),)

    id: UUID = Field(primary_key=True)
    report_id: UUID
    happened_at: datetime = Field(sa_type=Moment)
    title: str
    text: str
    public_status: str
    next_actor: str
    next_actor_name: str
    expected_on: date | None = None
    link_path: str | None = None
    link_text: str | None = None
    changes_standing: bool = True


class OutcomeCheck(Record, table=True):
    """That we ask, so many weeks after a notice (`closing_id`) called it solved, whether it really is.

    `due_at` is emptied by whoever takes it up; `asked_at` stays empty when there was no reason to ask any more.
    """

    __tablename__ = "outcome_checks"
    __table_args__ = (
        UniqueConstraint("closing_id", "weeks"),
        Index("ix_outcome_checks_due_at", "due_at", postgresql_where=text("due_at is not null")),
    )

    id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    closing_id: UUID
    weeks: int
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)


class OutcomeAnswer(Record, table=True):
    """What the reporter says of it, the newest answer for each time it was called solved."""

    __tablename__ = "outcome_answers"

    closing_id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    answer: str
    text: str | None = None
    answered_at: datetime = Field(sa_type=Moment)


class ReopeningRequest(Record, table=True):
    """That a reporter wants a closed report opened again: once for each time it was closed."""

    __tablename__ = "reopening_requests"

    id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    closing_id: UUID = Field(unique=True)
    reason: str | None = None
    asked_at: datetime = Field(sa_type=Moment)
    granted: bool | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Moment)


class MailState(Record, table=True):
    """How the last mail about a report fared."""

    __tablename__ = "mail_states"

    report_id: UUID = Field(primary_key=True)
    state: str
    settled_at: datetime = Field(sa_type=Moment)


class PersonalDataView(Record, table=True):
    """Who of the team looked at a reporter's contact data, or at an attachment, and when."""

    __tablename__ = "personal_data_views"

    id: UUID = Field(primary_key=True)
    report_id: UUID
    member_id: UUID
    member_name: str
    viewed_at: datetime = Field(sa_type=Moment)
    attachment_id: UUID | None = None

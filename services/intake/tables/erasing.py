"""What was erased and hidden, and what the broker must still let go."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.intake.tables.record import Moment, Record


class Erasure(Record, table=True):
    """That a report was erased: on whose word, why and when. PostgreSQL refuses to change or delete these rows.

    Without a reference the report itself is not here: the database is older than the erasure.
    """

    __tablename__ = "erasures"

    report_id: UUID = Field(primary_key=True)
    reference: str | None = None
    reason: str
    asked_by: str
    erased_at: datetime = Field(sa_type=Moment)


class Hiding(Record, table=True):
    """That a piece of a report was hidden: what kind, by whom and when. PostgreSQL refuses to change or delete it."""

    __tablename__ = "hidings"

    piece_id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    kind: str
    hidden_by: str
    hidden_at: datetime = Field(sa_type=Moment)


class ErasedAttachment(Record, table=True):
    """That a file of a report was erased: by whom and when. PostgreSQL refuses to change or delete these rows."""

    __tablename__ = "erased_attachments"

    attachment_id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    erased_by: str
    erased_at: datetime = Field(sa_type=Moment)


class BrokerErasure(Record, table=True):
    """A report or handover whose words are to go from the broker: again and again, for facts still under way.

    `rounds` counts how often that was done; `due_at` is empty after the last time.
    """

    __tablename__ = "broker_erasures"
    __table_args__ = (Index("ix_broker_erasures_due_at", "due_at", postgresql_where=text("due_at is not null")),)

    about_id: UUID = Field(primary_key=True)
    rounds: int = 0
    due_at: datetime | None = Field(default=None, sa_type=Moment)

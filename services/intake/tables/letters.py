"""What is kept of mailed links and codes: enough to recognise them, not enough to make them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from services.intake.tables.record import Moment, Record


class Letter(Record, table=True):
    """A one-time link or code that went to an address. `fingerprint` is what is known of it.

    `about_id` is the draft or the report it is about, else the letter itself. `tries` counts wrong codes. After
    `void_at` it opens nothing: the same was asked for another address. `email` is emptied once nobody needs it.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_address", text("lower(email)"), "asked_at"),
        Index("ix_letters_about", "about_id"),
        Index("ix_letters_asked_at", "asked_at"),
    )

    id: UUID = Field(primary_key=True)
    kind: str
    about_id: UUID
    email: str | None = None
    fingerprint: bytes = Field(sa_type=LargeBinary, index=True)
    asked_at: datetime = Field(sa_type=Moment)
    valid_until: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    void_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0


class Visit(Record, table=True):
    """Somebody who proved to own an address looks at all reports that came from it, until `ends_at`."""

    __tablename__ = "visits"

    secret_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    email: str
    ends_at: datetime = Field(sa_type=Moment, index=True)


class CodeTry(Record, table=True):
    """Somebody typed a wrong code with a number; counted for an hour."""

    __tablename__ = "code_tries"

    id: UUID = Field(primary_key=True)
    reference: str = Field(index=True)
    tried_at: datetime = Field(sa_type=Moment)

"""What knowledge keeps. Records do not validate; the catalogue and the forms do."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Computed, DateTime, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field, SQLModel

from shared.database import own_registry


class Record(SQLModel, registry=own_registry()):
    """The base of knowledge's tables."""


# Title and keywords weigh more than the explanation.
SEARCH = (
    "setweight(to_tsvector('dutch'::regconfig, search_heading), 'A'::\"char\")"
    " || setweight(to_tsvector('dutch'::regconfig, search_body), 'C'::\"char\")"
)


class Item(Record, table=True):
    """A known rule or burden: what is asked, what is agreed about it, where that is recorded.

    `public` is what was last said about it; `revision` grows each time something is said.
    `letter` is an example that a practice may send, with between square brackets what it fills in.
    `agreement_id` and what follows it are of an agreement that the team made itself: among which parties, where, until
    when, when somebody looks again, and when everybody under its dossier heard of it.
    `search_heading` and `search_body` are the text as it is searched, kept by whoever writes the item.
    """

    __tablename__ = "items"
    __table_args__ = (
        Index("ix_items_search", "search", postgresql_using="gin"),
        Index(
            "ix_items_search_heading",
            "search_heading",
            postgresql_using="gin",
            postgresql_ops={"search_heading": "gin_trgm_ops"},
        ),
    )

    id: UUID = Field(primary_key=True)
    code: str = Field(unique=True)
    revision: int
    public: bool
    title: str
    rule: str
    imposed_by: list[str] = Field(sa_type=ARRAY(Text))
    theme: str
    level: str
    recorded_in: str
    status: str
    summary: str | None = None
    valid_from: str | None = None
    source_title: str | None = None
    source_place: str | None = None
    handled_by: str | None = None
    suggestion: str
    times_per_month: float | None = None
    minutes: float | None = None
    estimate_basis: str
    keywords: list[str] = Field(sa_type=ARRAY(Text))
    sources: list[str] = Field(sa_type=ARRAY(Text))
    verified: bool
    verified_note: str | None = None
    checked_on: date | None = None
    checked_by: str | None = None
    letter: str | None = None
    agreement_id: UUID | None = Field(default=None, unique=True)
    agreement_revision: int | None = None
    dossier_id: UUID | None = None
    dossier_reference: str | None = None
    parties: str | None = None
    region: str | None = None
    valid_until: date | None = None
    check_on: date | None = None
    announced_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    search_heading: str = Field(sa_type=Text)
    search_body: str = Field(sa_type=Text)
    search: str | None = Field(default=None, sa_column=Column(TSVECTOR, Computed(SEARCH, persisted=True)))


class Source(Record, table=True):
    """Where facts about items were found; items name them by code."""

    __tablename__ = "sources"

    code: str = Field(primary_key=True)
    description: str


class Party(Record, table=True):
    """An organisation that rules come from or go to.

    `key` is its short name in the file every installation starts with; without one the team added it. What the team
    changed (`by_team`) the file leaves alone. `contacts_revision` grows with each change of who speaks for it.
    """

    __tablename__ = "parties"
    __table_args__ = (Index("uq_parties_name", text("lower(name)"), unique=True),)

    id: UUID = Field(primary_key=True)
    key: str | None = Field(default=None, unique=True)
    revision: int = 1
    contacts_revision: int = 0
    name: str
    abbreviation: str | None = None
    kind: str
    takes_handovers: bool
    by_team: bool = False
    retired_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class Contact(Record, table=True):
    """Somebody who speaks for an organisation; without themes about everything."""

    __tablename__ = "contacts"

    id: UUID = Field(primary_key=True)
    party_id: UUID = Field(index=True)
    revision: int = 1
    name: str
    role: str | None = None
    email: str
    themes: list[str] = Field(sa_type=ARRAY(Text))


class Help(Record, table=True):
    """That an item helped somebody who then did not report; who that was nobody knows."""

    __tablename__ = "helps"

    id: UUID = Field(primary_key=True)
    item_id: UUID = Field(index=True)
    helped: bool
    as_of: datetime = Field(sa_type=DateTime(timezone=True))


class Doubt(Record, table=True):
    """That a report says an agreement does not work, and why; without an item when we only know it was taken back."""

    __tablename__ = "doubts"

    report_id: UUID = Field(primary_key=True)
    item_id: UUID | None = Field(default=None, index=True)
    reason: str | None = None
    withdrawn: bool

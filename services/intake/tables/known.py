"""What is known already, and the words it is found by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import REAL, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.intake.tables.record import Moment, Record


class KnownThing(Record, table=True):
    """Something a new report may be about: an item of the catalogue, a running dossier, an open report.

    `key` is what people call it by. `shown` is whether it may be shown now, as the newest fact (`as_of`) says.
    `links` counts the reports the team linked to it, `practices` those these came from.
    With `has_letter` its page has an example letter that a practice may send.
    """

    __tablename__ = "known_things"
    __table_args__ = (Index("ix_known_things_shown", "kind", postgresql_where=text("shown")),)

    id: UUID = Field(primary_key=True)
    kind: str
    key: str
    title: str
    summary: str
    imposed_by: list[str] = Field(sa_type=ARRAY(Text))
    shown: bool
    as_of: datetime = Field(sa_type=Moment)
    links: int = 0
    practices: int = 0
    has_letter: bool = False


class KnownWord(Record, table=True):
    """A word, or the idea behind words, that a known thing is found by.

    `own` is how much its own texts say it, from 0 to 1; `linked` how many reports linked to it say it.
    """

    __tablename__ = "known_words"

    word: str = Field(primary_key=True)
    thing_id: UUID = Field(primary_key=True, index=True)
    own: float = Field(sa_type=REAL)
    linked: int = 0


class KnownSpelling(Record, table=True):
    """How a word that known things say themselves is written: one row for each cut of it (`knowing/spelling.py`)."""

    __tablename__ = "known_spellings"

    cut: str = Field(primary_key=True)
    spelling: str = Field(primary_key=True)
    word: str = Field(index=True)


class KnownLink(Record, table=True):
    """Which known thing a report was linked to last, and the words it lent: they go when it is erased.

    A link that was undone leaves no thing. `linked_at` is when the team decided that, `decided_at` also when it moved.
    """

    __tablename__ = "known_links"

    report_id: UUID = Field(primary_key=True)
    thing_id: UUID | None = Field(default=None, index=True)
    practice_id: UUID
    imposed_by: str
    decided_at: datetime = Field(sa_type=Moment)
    linked_at: datetime = Field(sa_type=Moment)
    words: list[str] = Field(sa_type=ARRAY(Text))


class FoundLikeness(Record, table=True):
    """What an open report was found to resemble when we last said so: kind, id and score of each, the most alike first.

    It is looked for again when something changed that may resemble it, from `due_at` on.
    """

    __tablename__ = "likenesses"
    __table_args__ = (
        Index("ix_likenesses_due_at", "due_at", postgresql_where=text("due_at is not null")),
        Index("ix_likenesses_found", "found", postgresql_using="gin", postgresql_ops={"found": "jsonb_path_ops"}),
    )

    report_id: UUID = Field(primary_key=True)
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    found: list[dict[str, Any]] | None = Field(default=None, sa_type=JSONB(none_as_null=True))


class Help(Record, table=True):
    """That a known thing helped somebody who then did not report, or at `changed_at` that it did not after all.

    `id` is made from the browser's cookie, the thing and our key; nobody can tell from it which browser that was.
    """

    __tablename__ = "helps"

    id: UUID = Field(primary_key=True)
    thing_id: UUID
    helped: bool
    changed_at: datetime = Field(sa_type=Moment)


class KnownParty(Record, table=True):
    """An organisation, as knowledge listed it last: offered to whoever fills in from whom a rule comes."""

    __tablename__ = "known_parties"

    id: UUID = Field(primary_key=True)
    name: str
    retired: bool
    listed_at: datetime = Field(sa_type=Moment)

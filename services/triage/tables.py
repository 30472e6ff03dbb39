"""What triage keeps: a case for each report, its history, and what it knows of other services' things."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.database import own_registry

Moment = DateTime(timezone=True)

# Which cases stand under each tab of the queue, in SQL: each has an index of its own that walks it in order.
VIEW_CONDITIONS = {
    "te-beoordelen": "state = 'new' and not reaction and added_at is null and merged_at is null",
    "reactie-binnen": "(state in ('new', 'reopen_requested') and reaction) or added_at is not null",
    "wacht-op-melder": "state = 'question_open'",
    "te-koppelen": (
        "state in ('new', 'question_open', 'reopen_requested') and dossier_id is null and resembles_id is not null "
        "and merged_at is null"
    ),
    "alle-open": "state in ('new', 'question_open', 'reopen_requested')",
    "afgehandeld": "state not in ('new', 'question_open', 'reopen_requested')",
}
# What only a few cases are, and nothing but the report says.
BY_PHONE = "report ->> 'entered_by_name' is not null"
WITH_FILES = "jsonb_array_length(coalesce(report -> 'attachments', '[]')) > 0"
WAITS_FOR_US = "state in ('new', 'reopen_requested')"
_HEAVIEST = text("(- minutes_per_month)")
# What filters ask besides, kept in the index of a tab: counting what a filter leaves need not look at the cases.
NARROWED_BY = ["theme", "imposed_by", "assigned_to"]


class Record(SQLModel, registry=own_registry()):
    """The base of triage's tables."""


class Case(Record, table=True):
    """The file on one report. `reaction` is set when the case came back with something new to read.

    `term_at` is when something happens by itself; what, depends on the state (`domain.term_of`). A question that may
    still be answered is `question_id`; `answer_by` is the last day for that, or for the outside body that has it.
    `came_back` is why the case came back by itself; `delayed_to` the day the reporter was told instead of `due_on`.
    A request to reopen is `reopening_id`, with its reason; `state_before` is where the case then was. `added_at` is
    when the reporter added something that nobody of the team has read yet; at `withdrawn_at` the reporter took the
    report back.
    Who sent it may have joined (*ik ook*) a dossier (`joins_dossier_id`) or a report (`joins_report_id`), and
    `follows` what is decided about that report until somebody decides about this one; the team says that it is the same
    by merging (`merged_at`). Or they say that an agreement
    (`doubts_item_id`) does not work, and why (`doubts_reason`).
    `split_from_id` is the report of which the team split this one off.
    `assigned_to` is the member of the team who handles it; `routed` that somebody got it once, so that no rule hands it
    out any more. `resembles_id` is what it resembles most of all it can be
    linked to, if it resembles that enough (`domain.ENOUGH_TO_LINK`). `theme` is what it is about, as we propose it
    until somebody chose it. `region` is where the practice is, as far as the report said.
    A link was told by the event `linked_by` and can be undone until `undo_until`.
    """

    __tablename__ = "cases"
    __table_args__ = (
        *(
            Index(
                name,
                *("due_on", _HEAVIEST, "report_id"),
                postgresql_where=text(VIEW_CONDITIONS[view]),
                postgresql_include=NARROWED_BY,
            )
            for name, view in (
                ("ix_cases_new", "te-beoordelen"),
                ("ix_cases_reaction", "reactie-binnen"),
                ("ix_cases_question", "wacht-op-melder"),
                ("ix_cases_to_link", "te-koppelen"),
                ("ix_cases_open", "alle-open"),
            )
        ),
        Index(
            "ix_cases_handled",
            *("changed_at", "report_id"),
            postgresql_where=text(VIEW_CONDITIONS["afgehandeld"]),
            postgresql_include=NARROWED_BY,
        ),
        Index("ix_cases_heaviest", _HEAVIEST, "due_on", "report_id"),
        Index("ix_cases_region", "region", "due_on", _HEAVIEST, "report_id"),
        Index("ix_cases_by_phone", "due_on", _HEAVIEST, "report_id", postgresql_where=text(BY_PHONE)),
        Index("ix_cases_with_files", "due_on", _HEAVIEST, "report_id", postgresql_where=text(WITH_FILES)),
        Index("ix_cases_late", "due_on", postgresql_where=text(WAITS_FOR_US)),
        Index("ix_cases_untouched", "changed_at", postgresql_where=text(WAITS_FOR_US)),
        Index("ix_cases_assigned_to", "assigned_to", "due_on", postgresql_where=text("assigned_to is not null")),
        Index("ix_cases_submitted_at", "submitted_at"),
        Index("ix_cases_dossier", "dossier_id", postgresql_where=text("dossier_id is not null")),
        Index("ix_cases_joins_report", "joins_report_id", postgresql_where=text("joins_report_id is not null")),
        Index("ix_cases_split_from", "split_from_id", postgresql_where=text("split_from_id is not null")),
        Index("ix_cases_remind_at", "remind_at", postgresql_where=text("remind_at is not null")),
        Index("ix_cases_term_at", "term_at", postgresql_where=text("term_at is not null")),
        Index("ix_cases_undo_until", "undo_until", postgresql_where=text("undo_until is not null")),
        Index("ix_cases_added_at", "added_at", postgresql_where=text("added_at is not null")),
        Index("ix_cases_words", "words", postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}),
    )

    report_id: UUID = Field(primary_key=True)
    reference: str = Field(unique=True)
    state: str
    reaction: bool = False
    version: int = 1
    title: str
    words: str
    imposed_by: str
    report: dict[str, Any] = Field(sa_type=JSONB)
    practice_id: UUID
    region: str | None = None
    minutes_per_month: float
    submitted_at: datetime = Field(sa_type=Moment)
    due_on: date
    next_actor: str
    next_actor_name: str | None = None
    dossier_id: UUID | None = None
    changed_at: datetime = Field(sa_type=Moment)

    assigned_to: UUID | None = None
    routed: bool = False
    resembles_id: UUID | None = None
    theme: str | None = None
    theme_chosen: bool = False

    question_id: UUID | None = None
    party_id: UUID | None = None
    handover_id: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    came_back: str | None = None
    answer_by: date | None = None
    delayed_to: date | None = None
    remind_at: datetime | None = Field(default=None, sa_type=Moment)
    term_at: datetime | None = Field(default=None, sa_type=Moment)

    joins_dossier_id: UUID | None = None
    joins_report_id: UUID | None = None
    follows: bool = False
    merged_at: datetime | None = Field(default=None, sa_type=Moment)
    doubts_item_id: UUID | None = None
    doubts_reason: str | None = None
    split_from_id: UUID | None = None

    linked_by: UUID | None = None
    undo_until: datetime | None = Field(default=None, sa_type=Moment)

    state_before: str | None = None
    reopening_id: UUID | None = None
    reopening_reason: str | None = None

    added_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def has_news(self) -> bool:
        """Whether the reporter said something that nobody of the team acted on."""
        return self.reaction or self.added_at is not None


class RoutingRule(Record, table=True):
    """Who gets a new report: the first rule in order of `place` of which everything holds that is filled in.

    It counts for reports that came in after `since`. `revision` grows with each change.
    """

    __tablename__ = "routing_rules"

    id: UUID = Field(primary_key=True)
    place: int
    revision: int = 1
    theme: str | None = None
    imposed_by: str | None = None
    region: str | None = None
    member_id: UUID
    since: datetime = Field(sa_type=Moment)


class ToldNotice(Record, table=True):
    """What the reporter was told, in the words of the mail."""

    __tablename__ = "told_notices"

    id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    happened_at: datetime = Field(sa_type=Moment)
    title: str
    text: str


class ToldMail(Record, table=True):
    """How the mail of a notice ended, and why so; without a row it waits or is under way."""

    __tablename__ = "told_mails"

    notice_id: UUID = Field(primary_key=True)
    state: str
    why: str | None = None
    settled_at: datetime = Field(sa_type=Moment)


class KnownItem(Record, table=True):
    """What knowledge published: a report can be answered with it."""

    __tablename__ = "known_items"

    id: UUID = Field(primary_key=True)
    revision: int
    code: str
    title: str
    short_answer: str
    status: str
    public: bool
    rule: str | None = None
    theme: str | None = None


class KnownParty(Record, table=True):
    """An organisation that may be working on a rule, or takes handovers; a retired one is not offered any more."""

    __tablename__ = "known_parties"

    id: UUID = Field(primary_key=True)
    name: str
    abbreviation: str | None = None
    takes_handovers: bool
    retired: bool
    listed_at: datetime = Field(sa_type=Moment)


class KnownDossier(Record, table=True):
    """A dossier reports can be linked to."""

    __tablename__ = "known_dossiers"

    id: UUID = Field(primary_key=True)
    reference: str | None = None
    title: str
    outcome: str | None = None
    changed_at: datetime = Field(sa_type=Moment)


class Likeness(Record, table=True):
    """What the report of a case resembles, as intake found it at a moment: kind, id and score, the most alike first."""

    __tablename__ = "likenesses"
    __table_args__ = (
        Index("ix_likenesses_found", "found", postgresql_using="gin", postgresql_ops={"found": "jsonb_path_ops"}),
    )

    report_id: UUID = Field(primary_key=True)
    found: list[dict[str, Any]] = Field(sa_type=JSONB)
    found_at: datetime = Field(sa_type=Moment)


class SavedFilter(Record, table=True):
    """What a member looks at again and again: a query of the queue, under a name of their own."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("member_id", "name"),)

    id: UUID = Field(primary_key=True)
    member_id: UUID
    name: str
    query: str


class StandardText(Record, table=True):
    """A text prepared for a decision, with blanks. From `retired_at` on it is not offered any more."""

    __tablename__ = "standard_texts"

    id: UUID = Field(primary_key=True)
    decision: str
    title: str
    text: str
    version: int
    changed_at: datetime = Field(sa_type=Moment)
    retired_at: datetime | None = Field(default=None, sa_type=Moment)


class Task(Record, table=True):
    """What somebody of the team still has to do for a report, and by when."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_open", "owner_id", "due_on", postgresql_where=text("done_at is null and removed_at is null")),
    )

    id: UUID = Field(primary_key=True)
    report_id: UUID = Field(index=True)
    version: int = 1
    what: str
    owner_id: UUID
    due_on: date
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    done_by: str | None = None
    removed_at: datetime | None = Field(default=None, sa_type=Moment)

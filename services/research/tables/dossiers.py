"""The files on rules, and what is in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Index, Text, text
from sqlmodel import Field

from services.research.tables.record import Entry, Moment, Record


class Dossier(Record, table=True):
    """The team's file on one rule. Each section that is one form has its own version.

    `lead_id` is the member who pulls it; `rule_strategies` are kinds of solution. `came_back` is why it was opened
    again by itself, until somebody of the team changes something in it.
    """

    __tablename__ = "dossiers"
    __table_args__ = (
        Index("ix_dossiers_changed_at", text("changed_at desc")),
        Index("ix_dossiers_came_back", "changed_at", postgresql_where=text("came_back is not null")),
    )

    id: UUID = Field(primary_key=True)
    reference: str = Field(unique=True)
    title: str
    state: str
    opened_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    merged_into_id: UUID | None = None
    came_back: str | None = None
    files_added: int = 0

    core_version: int = 0
    question: str | None = None
    theme: str | None = None
    lead_id: UUID | None = None

    context_version: int = 0
    context_what: str | None = None
    context_since: str | None = None
    context_where: str | None = None
    context_whom: str | None = None

    rule_version: int = 0
    rule_text: str | None = None
    rule_made_by: str | None = None
    rule_origin: str | None = None
    rule_purpose: str | None = None
    rule_alternative: str | None = None
    rule_strategies: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))

    outcome_version: int = 0
    outcome: str | None = None
    public_text: str | None = None
    possible_minutes: int | None = None
    outcome_reason: str | None = None
    party_id: UUID | None = None
    concluded_at: datetime | None = Field(default=None, sa_type=Moment)
    concluded_by: str | None = None
    handover_sent_at: datetime | None = Field(default=None, sa_type=Moment)


class RuleSource(Entry, table=True):
    """Where the rule is recorded, or where we looked in vain. `holder` is who keeps that text."""

    __tablename__ = "rule_sources"

    recorded_in: str
    place: str
    holder: str | None = None
    quote: str | None = None
    url: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    checked_on: date
    checked_by: str


class Evidence(Entry, table=True):
    """A source that findings rest on: a link, where it is kept, or files of its own (`EvidenceFile`)."""

    __tablename__ = "evidence"

    called: str
    evidence_kind: str
    link: str | None = None
    kept_at: str | None = None
    from_whom: str | None = None
    dated_on: date | None = None
    reliability: str
    remark: str | None = None
    added_by: str


class Finding(Entry, table=True):
    """One established fact with its source: one of the dossier's, `source` being the place in it, or in words alone."""

    __tablename__ = "findings"

    claim: str
    evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id")
    source: str
    added_by: str


class Stakeholder(Entry, table=True):
    """An organisation with an interest in the rule, and who speaks for it; `influence` is 1 to 3."""

    __tablename__ = "stakeholders"

    party_id: UUID | None = None
    organisation: str
    person: str | None = None
    email: str | None = None
    role: str
    interest: str | None = None
    influence: int
    stance: str
    last_contact_on: date | None = None
    added_by: str


class Task(Entry, table=True):
    """Who does what by when."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_open", "owner_id", "due_on", postgresql_where=text("done_at is null and removed_at is null")),
    )

    what: str
    owner_id: UUID
    owner_name: str
    due_on: date
    round_table_id: UUID | None = None
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    done_by: str | None = None
    added_by: str


class Agreement(Entry, table=True):
    """What organisations agreed about the rule; `check_on` is when somebody looks whether it still holds.

    `publications` counts what was said of it to the knowledge base, `published_version` is the one it has now, under
    the words in `public_…`. `item_…` is what knowledge says of it.
    """

    __tablename__ = "agreements"

    agreed: str
    between: str
    region: str | None = None
    agreed_from: date | None = None
    agreed_until: date | None = None
    check_on: date | None = None
    round_table_id: UUID | None = None
    added_by: str

    publications: int = 0
    published_version: int | None = None
    public_title: str | None = None
    public_question: str | None = None
    public_imposed_by: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    public_theme: str | None = None
    item_code: str | None = None
    item_revision: int | None = None
    item_public: bool | None = None


class Commitment(Entry, table=True):
    """What an organisation promised, by when, and what came of it."""

    __tablename__ = "commitments"

    promised_by: str
    promise: str
    promised_for: date
    kept: str
    round_table_id: UUID | None = None
    added_by: str

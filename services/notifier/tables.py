"""What the notifier keeps. It has no story of any report: mail never holds one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.contracts.vocabulary import MailChoice
from shared.database import own_registry

MAILS_CHANNEL = "regelwijzer_mails"

Moment = DateTime(timezone=True)


class Record(SQLModel, registry=own_registry()):
    """The base of the notifier's tables."""


class Report(Record, table=True):
    """A report we tell about. After `pseudonymised_at` nobody knows how to reach its reporter.

    `by_mail` is false when the reporter gave no address; one may still come.
    `mails` says which mails the reporter wants, by the choice of `mails_chosen_at`. About a report
    that was taken back at `withdrawn_at` nothing is mailed any more.
    """

    __tablename__ = "reports"

    id: UUID = Field(primary_key=True)
    reference: str
    title: str
    practice_id: UUID
    answer_by: date
    by_mail: bool = True
    pseudonymised_at: datetime | None = Field(default=None, sa_type=Moment)
    mails: str = MailChoice.ALL.value
    mails_chosen_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Contact(Record, table=True):
    """How to reach the reporter of a report; the newest given wins."""

    __tablename__ = "contacts"

    report_id: UUID = Field(primary_key=True)
    name: str
    email: str
    link_token: str
    given_at: datetime = Field(sa_type=Moment)


class ReportLink(Record, table=True):
    """The dossier a report hangs under, since when; none when its link was undone.

    `decided_at` is when triage said so last.
    """

    __tablename__ = "report_links"

    report_id: UUID = Field(primary_key=True)
    dossier_id: UUID | None = Field(default=None, index=True)
    linked_at: datetime = Field(sa_type=Moment)
    decided_at: datetime = Field(sa_type=Moment)


class DossierFact(Record, table=True):
    """What was said to all reports under a dossier, kept for a link that we hear of too late."""

    __tablename__ = "dossier_facts"

    fact_id: UUID = Field(primary_key=True)
    dossier_id: UUID = Field(index=True)
    subject: str
    happened_at: datetime = Field(sa_type=Moment)
    body: dict[str, Any] = Field(sa_type=JSONB)


class Name(Record, table=True):
    """What other services call their things: `kind` is item, party or dossier.

    `text` is an item's short answer or a party's abbreviation; `public` whether everybody may see an item, and
    `has_letter` whether its page has an example letter.
    `revision` is the item's own, for the others the moment in microseconds: the highest is the newest.
    """

    __tablename__ = "names"

    id: UUID = Field(primary_key=True)
    kind: str
    revision: int = Field(sa_type=BigInteger)
    name: str
    text: str | None = None
    code: str | None = None
    public: bool
    has_letter: bool = False


class IssuedNotice(Record, table=True):
    """A notice to one reporter about one fact. `words` is all that a mail about it says.

    What it tells was undone at `undone_at`: its mail goes out no more.
    """

    __tablename__ = "notices"
    __table_args__ = (Index("ux_notices_report_fact", "report_id", "fact_id", unique=True),)

    id: UUID = Field(primary_key=True)
    report_id: UUID
    fact_id: UUID
    kind: str
    happened_at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    words: dict[str, Any] = Field(sa_type=JSONB)


class KeptSilence(Record, table=True):
    """A fact that was told to nobody, and why."""

    __tablename__ = "silences"

    fact_id: UUID = Field(primary_key=True)
    subject: str
    about_id: UUID
    reason: str
    happened_at: datetime = Field(sa_type=Moment)


class Package(Record, table=True):
    """The mail that carries a handover to an outside body, as escalation wrote it."""

    __tablename__ = "packages"

    id: UUID = Field(primary_key=True)
    fact_id: UUID = Field(unique=True)
    handover_id: UUID
    reference: str
    to_name: str
    to_email: str
    mail_subject: str
    paragraphs: list[str] = Field(sa_type=JSONB)


class Letter(Record, table=True):
    """A link or code that works once, made from `seed` while it is mailed; address and seed go when that ended."""

    __tablename__ = "letters"

    id: UUID = Field(primary_key=True)
    about_id: UUID
    kind: str
    reference: str | None = None
    email: str
    seed: str
    valid_until: datetime = Field(sa_type=Moment)


class Confirmation(Record, table=True):
    """That a confirmation went out to an address, of which only a fingerprint is kept; forgotten after a day."""

    __tablename__ = "confirmations"
    __table_args__ = (Index("ix_confirmations_address", "fingerprint", "went_at"),)

    mail_id: UUID = Field(primary_key=True)
    fingerprint: str
    went_at: datetime = Field(sa_type=Moment)


class Invitation(Record, table=True):
    """An invitation to a round table, its change or its end; address and words go when its mail ended.

    `words` is the fact as it was said.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index("ux_invitations_attendee_sequence", "attendee_id", "sequence", unique=True),)

    id: UUID = Field(primary_key=True)
    attendee_id: UUID
    sequence: int
    cancels: bool
    email: str
    words: dict[str, Any] = Field(sa_type=JSONB)


class MorningList(Record, table=True):
    """What waits for a member when a working day begins, as its parts are heard; address and parts go when it is over.

    `cases`, `tasks` and `handovers` are what triage, research and escalation said, in ids, numbers and days only. At
    `settled_at` it was decided whether there is a mail.
    """

    __tablename__ = "morning_lists"
    __table_args__ = (Index("ix_morning_lists_open", "heard_at", postgresql_where=text("settled_at is null")),)

    id: UUID = Field(primary_key=True)
    heard_at: datetime = Field(sa_type=Moment)
    member_id: UUID | None = None
    day: date | None = None
    name: str | None = None
    email: str | None = None
    cases: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    tasks: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    handovers: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class Mail(Record, table=True):
    """One mail of one notice, package, letter, invitation or morning list.

    Its id and `dated_at` give the Message-ID and Date of every try. `about_id` is the report, the handover, the
    invitation or what a letter is about; `tries` counts what the receiving side answered, `relay_waits` how often our
    own mail server was away since the last try.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_due", "next_try_at", postgresql_where=text("state in ('pending', 'retrying')")),
        Index("ix_mails_sending", "sending_since", postgresql_where=text("state = 'sending'")),
    )

    id: UUID = Field(primary_key=True)
    source_id: UUID = Field(unique=True)
    purpose: str
    about_id: UUID = Field(index=True)
    state: str
    why: str | None = None
    dated_at: datetime = Field(sa_type=Moment)
    next_try_at: datetime = Field(sa_type=Moment)
    sending_since: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    relay_waits: int = 0
    last_code: int | None = None
    resent: bool = False

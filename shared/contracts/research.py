"""What research says: how the team's file on one rule stands."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Fact, Stream
from shared.contracts.mornings import MoveAfter
from shared.contracts.vocabulary import ImposedBy, Outcome, RecordedIn, Theme


class RuleSource(BaseModel):
    """Where a rule is recorded, or that it was found nowhere."""

    model_config = ConfigDict(frozen=True)

    recorded_in: RecordedIn
    place: str
    quote: str | None = None
    url: str | None = None
    checked_on: date


class DossierOpenedV1(Fact, subject="research.dossier.opened.v1", key="dossier_id"):
    """The team started a file on one rule."""

    dossier_id: UUID
    reference: str
    title: str


class DossierConcludedV1(Fact, subject="research.dossier.concluded.v1", key="dossier_id"):
    """The dossier has an outcome, told to every reporter under it in the words of `public_text`.

    When the outcome is `handed_over` or `handled_elsewhere`, `party_id` and `party_name` are the body that is aan zet.
    `minutes_per_month` is what the linked practices lose together, by their own estimates.
    """

    dossier_id: UUID
    reference: str
    title: str
    outcome: Outcome
    public_text: str
    concluded_by: str
    rule_text: str | None = None
    rule_made_by: str | None = None
    rule_alternative: str | None = None
    rule_sources: tuple[RuleSource, ...] = ()
    findings: tuple[str, ...] = ()
    reports: int
    practices: int
    minutes_per_month: int
    party_id: UUID | None = None
    party_name: str | None = None


class DossierReopenedV1(Fact, subject="research.dossier.reopened.v1", key="dossier_id"):
    """The team works on the dossier again; `handover_id` when that is because an outside body answered.

    With a `silent_party_name` it is because that body did not answer.
    """

    dossier_id: UUID
    reference: str
    title: str
    why: str
    handover_id: UUID | None = None
    silent_party_id: UUID | None = None
    silent_party_name: str | None = None


class InvitationAddressedV1(
    Fact, subject="research.invitation.addressed.v1", key="invitation_id", stream=Stream.PRIVATE
):
    """Somebody is invited to a round table, told that it changed, or that it does not go on for them.

    `round_table_id` and `sequence` are the UID and SEQUENCE of the calendar file; of one attendee each sequence is
    said once. With `cancels` the meeting is off, for everybody when `cancels_all`; `why` says so in the team's words.
    With a `seed` the mail has a link to say whether they come.
    """

    invitation_id: UUID
    round_table_id: UUID
    attendee_id: UUID
    sequence: int
    cancels: bool = False
    cancels_all: bool = False
    why: str | None = None
    to_name: str
    to_email: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str | None = None
    url: str | None = None
    agenda: tuple[str, ...] = ()
    practices: int
    seed: str | None = None


class AgreementPublishedV1(Fact, subject="research.agreement.published.v1", key="agreement_id"):
    """What organisations agreed at the table may be known: the knowledge base keeps it once an editor checked it.

    Later ones replace earlier ones (`revision` grows). One that is `withdrawn` holds no more.
    A theme that the team added is `theme_code`, and `theme` says that it is another one.
    """

    agreement_id: UUID
    revision: int
    dossier_id: UUID
    dossier_reference: str
    title: str
    question: str
    agreed: str
    between: str
    region: str | None = None
    agreed_from: date | None = None
    agreed_until: date | None = None
    check_on: date | None = None
    imposed_by: tuple[ImposedBy, ...]
    theme: Theme
    published_by: str
    withdrawn: bool = False
    theme_code: str | None = None


class DossierMergedV1(Fact, subject="research.dossier.merged.v1", key="dossier_id"):
    """This dossier turned out to be about the same rule as another, and has no outcome of its own.

    Of each of its reports is said that it moved. When it is taken apart again, it is said to be opened.
    """

    dossier_id: UUID
    reference: str
    title: str
    into_dossier_id: UUID
    into_reference: str
    into_title: str


class ReportMovedV1(Fact, subject="research.report.moved.v1", key="report_id"):
    """A report hangs under another dossier now, because dossiers were merged, taken apart or split."""

    report_id: UUID
    dossier_id: UUID
    dossier_title: str
    from_dossier_id: UUID
    decided_by: str


class WaitingTask(BaseModel):
    """A task of a member, and by when."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    due_on: date


class MeetingToday(BaseModel):
    """A meeting about a dossier."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    starts_at: datetime


class DossierBack(BaseModel):
    """A dossier that is open again because of what an outside body answered, or because it did not."""

    model_config = ConfigDict(frozen=True)

    dossier_id: UUID
    because: MoveAfter


class TaskListMadeV1(Fact, subject="research.task_list.made.v1", key="list_id"):
    """What a member has to do for dossiers when a working day begins: tasks for that day or before, and meetings of it.

    `dossiers` came back by themselves and nobody worked on them since. They and the meetings are those that the member
    pulls, or nobody does; `tasks_in_all` and `dossiers_in_all` count all.
    """

    list_id: UUID
    tasks: tuple[WaitingTask, ...] = ()
    tasks_in_all: int = 0
    meetings: tuple[MeetingToday, ...] = ()
    dossiers: tuple[DossierBack, ...] = ()
    dossiers_in_all: int = 0

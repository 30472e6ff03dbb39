"""What intake says: a practice reported something, answered something."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Fact, Stream
from shared.contracts.doubts import DoubtReason
from shared.contracts.files import Attachment
from shared.contracts.hidden import HiddenKind
from shared.contracts.letters import LetterAsked
from shared.contracts.likeness import Resembled
from shared.contracts.vocabulary import (
    CheckAnswer,
    EraseReason,
    Frequency,
    ImposedBy,
    MailChoice,
    NextActor,
    OwnAttempt,
    PatientEffect,
    Performer,
    ReporterRole,
    TakePart,
    WithdrawReason,
)
from shared.privacy.finding import Kind


class ReportSubmittedV1(Fact, subject="intake.report.submitted.v1", key="report_id"):
    """A practice sent in a report.

    `minutes` is per time it happens, `minutes_per_month` what that comes to in one practice, by its own estimate.
    `practice_id` is a pseudonym: the same practice always has the same one.
    `answer_by` is the day the reporter was promised a first answer. `by_mail` is false for who gave no address.
    `entered_by` is the member of the team who wrote it down for somebody on the phone.
    Who joins (*ik ook*) a running dossier (`joins_dossier`) or an open report of others (`joins_report`) is asked less:
    `performers` and `own_attempts` may be empty then, and `minutes` is 0 when they gave no estimate. So is who says
    that an agreement (`doubts_item`) does not work, and why (`doubts_reason`).
    `region` is that of the practice on the list of practices, when it is on that.
    A report that told of two rules was split: `split_from` is the other part, which keeps number `split_reference`,
    `split_by` the member who wrote this one from it, and why is in `split_because`, for the team only.
    `hidden_pieces`: how many pieces of the text were hidden because they might tell who a patient is, by kind.
    """

    report_id: UUID
    reference: str
    submitted_at: datetime
    answer_by: date
    practice_id: UUID
    reporter_role: ReporterRole
    title: str
    story: str
    imposed_by: ImposedBy
    organisation: str | None = None
    frequency: Frequency
    minutes: int
    minutes_per_month: float
    performers: list[Performer]
    patient_effects: list[PatientEffect]
    own_attempts: list[OwnAttempt]
    own_attempt_result: str | None = None
    wish: str | None = None
    take_part: TakePart
    may_share_name: bool
    hidden_pieces: dict[Kind, int] = Field(default_factory=dict)
    by_mail: bool = True
    attachments: list[Attachment] = Field(default_factory=list)
    entered_by: UUID | None = None
    entered_by_name: str | None = None
    joins_dossier: UUID | None = None
    joins_report: UUID | None = None
    doubts_item: UUID | None = None
    doubts_reason: DoubtReason | None = None
    region: str | None = None
    split_from: UUID | None = None
    split_reference: str | None = None
    split_by: str | None = None
    split_because: str | None = None


class LikenessFoundV1(Fact, subject="intake.likeness.found.v1", key="report_id"):
    """What an open report resembles of all that is known, the most alike first; what was said before counts no more.

    Nothing of anybody's words is in it: who hears it knows the things by their ids.
    """

    report_id: UUID
    found: list[Resembled]


class DoubtRaisedV1(Fact, subject="intake.doubt.raised.v1", key="report_id"):
    """A practice reported that an agreement does not work there; for who counts that and need not read the report."""

    report_id: UUID
    item_id: UUID
    reason: DoubtReason


class AnswerGivenV1(Fact, subject="intake.answer.given.v1", key="report_id"):
    """The reporter answered a question. `text` is empty when they do not know."""

    report_id: UUID
    question_id: UUID
    text: str | None = None


class ReminderFellDueV1(Fact, subject="intake.reminder.fell_due.v1", key="report_id"):
    """The reporter wanted to try something first, and to be reminded; the report itself stands as it stood."""

    report_id: UUID
    public_status: str
    next_actor: NextActor
    next_actor_name: str
    expected_on: date | None = None


class CheckFellDueV1(Fact, subject="intake.check.fell_due.v1", key="report_id"):
    """So many weeks after a report was solved: is it really, in this practice? The report stands as it stood."""

    report_id: UUID
    weeks: int
    public_status: str
    next_actor: NextActor
    next_actor_name: str


class CheckAnsweredV1(Fact, subject="intake.check.answered.v1", key="report_id"):
    """The reporter says whether it is really solved in their practice; the newest answer counts."""

    report_id: UUID
    answer: CheckAnswer
    text: str | None = None


class ReopeningRequestedV1(Fact, subject="intake.reopening.requested.v1", key="report_id"):
    """The reporter asks to open a closed report again. `reason` may be empty after a "no" to a check."""

    report_id: UUID
    request_id: UUID
    reason: str | None = None


class AdditionGivenV1(Fact, subject="intake.addition.given.v1", key="report_id"):
    """The reporter has something to add, without being asked."""

    report_id: UUID
    addition_id: UUID
    text: str


class AddressGivenV1(Fact, subject="intake.address.given.v1", key="report_id"):
    """Who gave no address with the report can be mailed from now on; the address itself is in ContactGivenV1."""

    report_id: UUID


class MailsChosenV1(Fact, subject="intake.mails.chosen.v1", key="report_id"):
    """The reporter chose which mails to get about this report; the newest choice counts."""

    report_id: UUID
    choice: MailChoice


class ReportWithdrawnV1(Fact, subject="intake.report.withdrawn.v1", key="report_id"):
    """The reporter took the report back: it counts no more, and nobody knows any more who sent it."""

    report_id: UUID
    reason: WithdrawReason


class ReportErasedV1(Fact, subject="intake.report.erased.v1", key="report_id"):
    """The words of this report and of everything said about it are gone; every service empties its own rows."""

    report_id: UUID
    reason: EraseReason


class WordsHiddenV1(Fact, subject="intake.words.hidden.v1", key="report_id"):
    """Somebody of the team hid a piece of this report; every service takes it out of its own rows.

    It is so many `words` in a row; `fingerprint` finds it again (shared/contracts/pieces.py), and nobody reads it
    from that. `hidden_by` is a name, or says that it was done again from a list.
    """

    report_id: UUID
    piece_id: UUID
    kind: HiddenKind
    words: int
    fingerprint: str
    hidden_by: str


class AttachmentErasedV1(Fact, subject="intake.attachment.erased.v1", key="report_id"):
    """Somebody of the team erased one file that came with this report; the rest of the report stays.

    `erased_by` is a name, or says that it was done again from a list.
    """

    report_id: UUID
    attachment_id: UUID
    erased_by: str


class ReporterPseudonymisedV1(Fact, subject="intake.reporter.pseudonymised.v1", key="report_id"):
    """Long after closing nobody knows any more who sent this report; the report itself stays."""

    report_id: UUID


class ReporterHelpedV1(Fact, subject="intake.reporter.helped.v1", key="help_id"):
    """What is known about a rule helped somebody, who does not report it now; the newest word counts.

    `help_id` is the same when the same browser says it again of the same item (`helped` is false when it was a
    mistake), and tells nobody which browser that is.
    """

    help_id: UUID
    item_id: UUID
    helped: bool


class ContactGivenV1(Fact, subject="intake.contact.given.v1", key="report_id", stream=Stream.PRIVATE):
    """How to reach the reporter. `link_token` opens the status page of this report and nothing else."""

    report_id: UUID
    name: str
    email: str
    link_token: str


class PersonalDataSeenV1(Fact, subject="intake.personal_data.seen.v1", key="report_id"):
    """A member of the team looked at who sent a report, or with `attachment_id` at a file that came with it."""

    report_id: UUID
    reference: str
    member_id: UUID
    member_name: str
    attachment_id: UUID | None = None


class LetterAskedV1(LetterAsked, subject="intake.letter.asked.v1", key="about_id", stream=Stream.PRIVATE):
    """Somebody asked to be mailed a link or code that works once; it is made from `seed` (shared/letters.py).

    `about_id` is the report or the draft it is about, else the letter itself; `reference` is that of the report.
    After `valid_until` it opens nothing, and need not be mailed any more.
    """

"""What triage says: how a case stands and what a person decided about it.

Every decision names who decided (`decided_by`, the member's name) and why (`reason`, for the team only);
`send_mail` is whether the reporter is mailed besides seeing it on the status page. `message` is what the team says to
the reporter about it, in its own words.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Fact
from shared.contracts.handovers import HandoverStage
from shared.contracts.mornings import WaitsBecause
from shared.contracts.vocabulary import CloseReason, ReturnReason


class CaseOpenedV1(Fact, subject="triage.case.opened.v1", key="report_id"):
    """The report stands in the queue."""

    report_id: UUID
    reference: str
    due_on: date


class Decision(Fact):
    """What every decision about a report carries."""

    report_id: UUID
    decided_by: str
    reason: str
    send_mail: bool = True
    message: str | None = None


class QuestionAskedV1(Decision, subject="triage.question.asked.v1", key="report_id"):
    """The team asks the reporter something, to be answered by `answer_by`."""

    question_id: UUID
    question: str
    answer_by: date


class ReportLinkedV1(Decision, subject="triage.report.linked.v1", key="report_id"):
    """The report hangs under a dossier, a new one when `opens_dossier`.

    `practices` counts the different practices under the dossier, this one included. Until `undo_until` the link may be
    undone, and no mail about it goes out.
    """

    dossier_id: UUID
    dossier_title: str
    opens_dossier: bool
    practices: int
    undo_until: datetime | None = None


class ReportUnlinkedV1(Fact, subject="triage.report.unlinked.v1", key="report_id"):
    """A link was a mistake and is undone: the report hangs under no dossier, and the reporter hears by `answer_by`.

    `undoes` is the id of the event that told of the link.
    """

    report_id: UUID
    dossier_id: UUID
    dossier_title: str
    undoes: UUID
    decided_by: str
    answer_by: date


class ReportAnsweredV1(Decision, subject="triage.report.answered.v1", key="report_id"):
    """A known agreement answers the report."""

    item_id: UUID
    item_code: str
    item_title: str
    short_answer: str


class ReportReferredV1(Decision, subject="triage.report.referred.v1", key="report_id"):
    """Another body already works on it; we ask how it stands on `check_on`."""

    party_id: UUID
    party_name: str
    check_on: date


class HandoverDecidedV1(Decision, subject="triage.handover.decided.v1", key="report_id"):
    """The report goes to an outside body."""

    party_id: UUID
    party_name: str


class HandoverFollowedV1(Fact, subject="triage.handover.followed.v1", key="report_id"):
    """The report goes along with the handover of the report it joined (*ik ook*), which is as far as `stage` says.

    No handover is made for it. An answer is expected by `answer_by`; `public_text` is what the body answered,
    `after_silence` whether we had stopped waiting for that.
    """

    report_id: UUID
    party_id: UUID
    party_name: str
    stage: HandoverStage
    answer_by: date | None = None
    public_text: str | None = None
    after_silence: bool = False


class ReportLookedIntoV1(Fact, subject="triage.report.looked_into.v1", key="report_id"):
    """The team looks into the report that this one joined (*ik ook*); its reporter hears by `answer_by`."""

    report_id: UUID
    answer_by: date


class ReportClosedV1(Decision, subject="triage.report.closed.v1", key="report_id"):
    """The report is closed; `tip` is what the practice can still do itself."""

    close_reason: CloseReason
    tip: str


class ReportReopenedV1(Decision, subject="triage.report.reopened.v1", key="report_id"):
    """A request to reopen was granted: the team decides anew, and the reporter hears by `answer_by`."""

    request_id: UUID
    answer_by: date


class ReopeningRefusedV1(Decision, subject="triage.reopening.refused.v1", key="report_id"):
    """A request to reopen was refused: the report stays closed. `explanation` is for the reporter."""

    request_id: UUID
    explanation: str


class QuestionRemindedV1(Fact, subject="triage.question.reminded.v1", key="report_id"):
    """The reporter did not answer yet; `asked_at` is when the question was asked, `answer_by` still its last day."""

    report_id: UUID
    question_id: UUID | None = None
    asked_at: datetime
    answer_by: date


class ReportDelayedV1(Fact, subject="triage.report.delayed.v1", key="report_id"):
    """The reporter was to hear by `promised_on` and did not; now it is `answer_by`. Said once for each promise."""

    report_id: UUID
    promised_on: date
    answer_by: date


class ReportReturnedV1(Fact, subject="triage.report.returned.v1", key="report_id"):
    """A term ended and the team decides again; the reporter hears by `answer_by`.

    `waited_since` is when the waiting began; the party is the one that did not answer, or that we ask how it stands.
    """

    report_id: UUID
    why: ReturnReason
    waited_since: datetime | None = None
    answer_by: date
    question_id: UUID | None = None
    party_id: UUID | None = None
    party_name: str | None = None


class WaitingCase(BaseModel):
    """A report that waits for a member, and why."""

    model_config = ConfigDict(frozen=True)

    report_id: UUID
    because: WaitsBecause


class LateOfAbsent(BaseModel):
    """How many reports are late of a member who is away."""

    model_config = ConfigDict(frozen=True)

    member_id: UUID
    late: int


class WaitingCaseTask(BaseModel):
    """Something that a member has to do for a report, by that day."""

    model_config = ConfigDict(frozen=True)

    report_id: UUID
    due_on: date


class CaseListMadeV1(Fact, subject="triage.case_list.made.v1", key="list_id"):
    """Which reports wait for a member when a working day begins, the oldest deadline first; `cases_in_all` counts all.

    `nobodys` is how many wait for a decision and are nobody's, `nobodys_late` how many of those are late.
    `stands_in_for` are those who are away, have late reports, and have this member stand in for them. `case_tasks` are
    what the member has to do for reports by that day or before, `case_tasks_in_all` counts all.
    """

    list_id: UUID
    cases: tuple[WaitingCase, ...] = ()
    cases_in_all: int = 0
    nobodys: int = 0
    nobodys_late: int = 0
    stands_in_for: tuple[LateOfAbsent, ...] = ()
    case_tasks: tuple[WaitingCaseTask, ...] = ()
    case_tasks_in_all: int = 0

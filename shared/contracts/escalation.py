"""What escalation says: a file went to an outside body, and what came back."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.base import Fact, Stream
from shared.contracts.mornings import MoveAfter
from shared.contracts.vocabulary import HandoverAnswer


class HandoverFact(Fact):
    """What every fact about a handover carries; either a report or a dossier is behind it."""

    handover_id: UUID
    reference: str
    party_id: UUID
    party_name: str
    report_id: UUID | None = None
    dossier_id: UUID | None = None


class HandoverSentV1(HandoverFact, subject="escalation.handover.sent.v1", key="handover_id"):
    """A person sent the package; an answer is expected by `answer_by`."""

    sent_by: str
    answer_by: date


class HandoverAnsweredV1(HandoverFact, subject="escalation.handover.answered.v1", key="handover_id"):
    """The body answered; `public_text` is what reporters read, `answer` what it came to.

    `after_silence` is whether we had stopped waiting: then the team is to move, whatever the answer.
    """

    answer: HandoverAnswer
    public_text: str
    after_silence: bool = False


class HandoverRemindedV1(HandoverFact, subject="escalation.handover.reminded.v1", key="handover_id"):
    """The body was asked again; an answer is still expected by `answer_by`."""

    answer_by: date


class HandoverWentSilentV1(HandoverFact, subject="escalation.handover.went_silent.v1", key="handover_id"):
    """The body did not answer by `answer_by`: we stopped waiting, but take an answer that comes later."""

    answer_by: date


class HandoverErasedV1(Fact, subject="escalation.handover.erased.v1", key="handover_id"):
    """The report behind this handover was erased, and so were the words of its package and its answer."""

    handover_id: UUID
    report_id: UUID


class HandoverWordsHiddenV1(Fact, subject="escalation.handover_words.hidden.v1", key="handover_id"):
    """A piece of the report behind this handover was hidden, and is gone from its package and its answer too."""

    handover_id: UUID
    report_id: UUID
    piece_id: UUID
    words: int
    fingerprint: str


class PackageAddressedV1(Fact, subject="escalation.package.addressed.v1", key="handover_id", stream=Stream.PRIVATE):
    """The package of a handover, ready to be mailed to the body's contact; with `reminder`, once more as a reminder."""

    handover_id: UUID
    reference: str
    to_name: str
    to_email: str
    mail_subject: str
    paragraphs: list[str]
    reminder: bool = False


class WaitingHandover(BaseModel):
    """A handover about which the team has to move: its number, the body, and why."""

    model_config = ConfigDict(frozen=True)

    reference: str
    party_id: UUID
    because: MoveAfter


class HandoverListMadeV1(Fact, subject="escalation.handover_list.made.v1", key="list_id"):
    """Which handovers wait for the team when a working day begins, the longest waiting first.

    For a member who may not hand over there are none; `handovers_in_all` counts all.
    """

    list_id: UUID
    handovers: tuple[WaitingHandover, ...] = ()
    handovers_in_all: int = 0

"""The rules of a round table: who still has to hear of it, and with which number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shared.contracts.vocabulary import Choice, MailState


class Attendance(Choice):
    """Whether somebody comes, and whether they came."""

    UNKNOWN = "unknown", "Nog niet bekend"
    COMES = "comes", "Komt"
    STAYS_AWAY = "stays_away", "Komt niet"
    OTHER_MOMENT = "other_moment", "Wil een ander moment"
    WAS_THERE = "was_there", "Was erbij"
    WAS_NOT_THERE = "was_not_there", "Was er niet bij"


# What somebody can say of themselves, in their own words.
ANSWERS = {
    Attendance.COMES: "Ik kom",
    Attendance.STAYS_AWAY: "Ik kom niet",
    Attendance.OTHER_MOMENT: "Ik wil een ander moment",
}
# Nobody read these.
NOT_THERE = frozenset({MailState.WITHHELD, MailState.FAILED})


@dataclass(frozen=True)
class Sent:
    """An invitation that was sent, or what ended it."""

    version: int
    sequence: int
    cancels: bool
    state: MailState


def last_of(sent: Collection[Sent]) -> Sent | None:
    """The newest of what one attendee was sent."""
    return max(sent, key=lambda one: one.sequence, default=None)


def needs_invitation(sent: Collection[Sent], version: int) -> bool:
    """Whether an attendee still has to hear what stands there now, or it is not sure that they did."""
    last = last_of(sent)
    if last is None or last.cancels or last.version != version:
        return True
    return last.state in NOT_THERE or last.state is MailState.UNKNOWN


def needs_cancelling(sent: Collection[Sent]) -> bool:
    """Whether an attendee may have it in their calendar."""
    last = last_of(sent)
    if last is None or last.cancels:
        return False
    return any(one.state not in NOT_THERE for one in sent if not one.cancels)


def next_sequence(last: int | None, *, same_content: bool, told: Sequence[Collection[Sent]]) -> int:
    """The SEQUENCE of what is about to be sent to attendees who were `told` so much (RFC 5546 §2.1.4).

    It grows with each change of what an invitation says, and when somebody is told the same again: a calendar
    ignores a number it has seen. Who joins later gets the number the others have.
    """
    if last is None:
        return 0
    again = any(one.sequence == last for sent in told for one in sent)
    return last if same_content and not again else last + 1

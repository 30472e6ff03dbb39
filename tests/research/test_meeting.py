"""When a round table is, and with which number a calendar hears of it."""

from datetime import UTC, datetime, time

import pytest

from services.research.domain import meeting
from services.research.domain.meeting import Sent
from shared import clock
from shared.contracts.vocabulary import MailState


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        ((2027, 3, 27), 14, datetime(2027, 3, 27, 13, tzinfo=UTC)),
        ((2027, 3, 28), 14, datetime(2027, 3, 28, 12, tzinfo=UTC)),
        ((2026, 10, 24), 14, datetime(2026, 10, 24, 12, tzinfo=UTC)),
        ((2026, 10, 25), 14, datetime(2026, 10, 25, 13, tzinfo=UTC)),
        ((2026, 10, 25), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),  # shown twice that night: the first
    ],
)
def test_a_time_is_meant_as_the_clock_shows_it(day: tuple[int, int, int], at: int, moment: datetime) -> None:
    assert clock.moment_of(datetime(*day, tzinfo=UTC).date(), time(at)) == moment


def test_a_number_grows_with_each_change_and_when_somebody_hears_the_same_again() -> None:
    first = Sent(version=0, sequence=0, cancels=False, state=MailState.SENT)
    assert meeting.next_sequence(None, same_content=False, told=[[]]) == 0
    assert meeting.next_sequence(0, same_content=True, told=[[]]) == 0
    assert meeting.next_sequence(0, same_content=True, told=[[], [first]]) == 1
    assert meeting.next_sequence(4, same_content=False, told=[[first]]) == 5

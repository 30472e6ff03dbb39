"""Days and hours in Amsterdam: across clock changes, leap days and holidays."""

from datetime import UTC, date, datetime

import pytest

from shared import clock


@pytest.mark.parametrize(
    ("day", "morning"),
    [
        (date(2027, 3, 26), datetime(2027, 3, 30, 6, tzinfo=UTC)),  # Good Friday; the clock changes before Tuesday
        (date(2027, 3, 28), datetime(2027, 3, 30, 6, tzinfo=UTC)),  # Easter, and the first day of summer time
        (date(2026, 10, 23), datetime(2026, 10, 23, 6, tzinfo=UTC)),  # the last working day of summer time
        (date(2026, 10, 25), datetime(2026, 10, 26, 7, tzinfo=UTC)),  # the day of 25 hours
        (date(2028, 2, 29), datetime(2028, 2, 29, 7, tzinfo=UTC)),  # leap day
        (date(2026, 12, 24), datetime(2026, 12, 24, 7, tzinfo=UTC)),
        (date(2026, 12, 25), datetime(2026, 12, 28, 7, tzinfo=UTC)),  # Christmas, and the weekend after it
        (date(2027, 1, 1), datetime(2027, 1, 4, 7, tzinfo=UTC)),
    ],
)
def test_the_next_morning_is_eight_o_clock_on_a_working_day(day: date, morning: datetime) -> None:
    assert clock.next_morning_of(day) == morning


@pytest.mark.parametrize(
    ("moment", "by_day"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),  # 02.30 summer time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),  # 02.30 again
        (datetime(2027, 3, 28, 5, 59, tzinfo=UTC), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (datetime(2027, 3, 28, 6, 0, tzinfo=UTC), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (datetime(2026, 12, 31, 18, 59, tzinfo=UTC), datetime(2026, 12, 31, 18, 59, tzinfo=UTC)),
        (datetime(2026, 12, 31, 19, 0, tzinfo=UTC), datetime(2027, 1, 1, 7, tzinfo=UTC)),
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), datetime(2028, 2, 29, 7, tzinfo=UTC)),
    ],
)
def test_by_day_is_between_eight_and_twenty(moment: datetime, by_day: datetime) -> None:
    assert clock.by_day(moment) == by_day


def test_working_days_pass_over_christmas_and_the_new_year() -> None:
    assert clock.working_days_after(date(2026, 12, 23), 5) == date(2026, 12, 31)
    assert clock.working_days_after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert clock.working_days_after(date(2028, 2, 28), 1) == date(2028, 2, 29)

"""The one place that knows what time it is. All moments are aware and in UTC; days are days in Amsterdam."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LOCAL = ZoneInfo("Europe/Amsterdam")
# What we do by ourselves happens by day, in Amsterdam: nobody is mailed at night.
MORNING, EVENING = time(8), time(20)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The current day in Amsterdam."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The day in Amsterdam on which the moment falls."""
    return moment.astimezone(LOCAL).date()


@lru_cache
def _holidays(year: int) -> frozenset[date]:
    # Good Friday counts as one (Algemene termijnenwet, article 3.2); 5 May only in lustrum years.
    return frozenset(holidays.country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    """Whether the day is neither in a weekend nor a Dutch public holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The day that lies `count` working days after `day`; `day` itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def next_morning_of(day: date) -> datetime:
    """Eight o'clock in Amsterdam on this day, or on the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, LOCAL).astimezone(UTC)


def moment_of(day: date, at: time) -> datetime:
    """The moment of this time on this day in Amsterdam; the first when the clock shows it twice.

    Raises ValueError for a time that the clock skips.
    """
    moment = datetime.combine(day, at, LOCAL).astimezone(UTC)
    if moment.astimezone(LOCAL).replace(tzinfo=None) != datetime.combine(day, at):
        raise ValueError("the clock skips this time")
    return moment


def by_day(moment: datetime) -> datetime:
    """The moment itself when it falls between 8 and 20 in Amsterdam, else eight o'clock of the next morning."""
    local = moment.astimezone(LOCAL)
    if MORNING <= local.time() < EVENING:
        return moment
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, MORNING, LOCAL).astimezone(UTC)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` inside this context (tests, demo data)."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)

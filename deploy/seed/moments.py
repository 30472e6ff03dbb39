"""When things in the demo happened, counted back from today so that every deadline looks real."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from shared import clock


class Timed(BaseModel):
    """Something that happened `day` working days before today, at `time` in the Netherlands."""

    day: int = Field(ge=1)
    time: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]

    def moment(self, today: date) -> datetime:
        """The moment it happened, seen from today."""
        return datetime.combine(working_day_before(today, self.day), time.fromisoformat(self.time), clock.LOCAL)


def working_day_before(today: date, count: int) -> date:
    """The working day that lies `count` working days before today."""
    day = today
    while count:
        day -= timedelta(days=1)
        count -= clock.is_working_day(day)
    return day

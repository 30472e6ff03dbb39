"""Who of the team is away: until they are back, which ends by itself on the day itself."""

from datetime import date

from shared import clock
from shared.dutch import date_text


def is_away(back_on: date | None) -> bool:
    """Whether somebody who is back on that day is away now."""
    return back_on is not None and clock.today() < back_on


def called(name: str, back_on: date | None) -> str:
    """`Mo (weg tot 3 december)` while they are away, else the name alone."""
    return f"{name} (weg tot {date_text(back_on)})" if back_on and is_away(back_on) else name

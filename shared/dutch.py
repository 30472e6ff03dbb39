"""Dates, numbers and counts as a Dutch reader expects them (design/ux.md: "28 november", "14.20 uur")."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from shared import clock

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def date_text(value: date | datetime, today: date | None = None) -> str:
    """`28 november`, with the year when that is not the current one."""
    day = clock.local_day(value) if isinstance(value, datetime) else value
    text = f"{day.day} {MONTHS[day.month - 1]}"
    return text if day.year == (today or clock.today()).year else f"{text} {day.year}"


def moment_text(moment: datetime) -> str:
    """`19 november, 14.20 uur`, in Amsterdam time."""
    local = moment.astimezone(clock.LOCAL)
    return f"{date_text(moment)}, {local:%H.%M} uur"


def time_text(moment: datetime) -> str:
    """`14.20 uur`, in Amsterdam."""
    return f"{moment.astimezone(clock.LOCAL):%H.%M} uur"


def when_text(moment: datetime) -> str:
    """`om 14.20 uur` for today, else `op 19 november, 14.20 uur`."""
    today = clock.local_day(moment) == clock.today()
    return f"om {time_text(moment)}" if today else f"op {moment_text(moment)}"


def number_text(value: float | Decimal) -> str:
    """`1.250` or `2,5`: points between thousands, a comma before one decimal when there is one."""
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value()
    text = f"{rounded:,.0f}" if whole else f"{rounded:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def hours_text(minutes: float) -> str:
    """Minutes a month as a person says it: `minder dan 1 uur`, `ongeveer 6 uur`."""
    hours = minutes / 60
    if hours < 1:
        return "minder dan 1 uur"
    return f"ongeveer {round(hours)} uur"


def count_text(count: int, one: str, many: str) -> str:
    """`1 praktijk`, `24 praktijken`."""
    return f"{number_text(count)} {one if count == 1 else many}"


def size_text(size: int) -> str:
    """Bytes as people say them: `340 kB`, `1,4 MB`."""
    if size < 1_000_000:
        return f"{number_text(max(1, round(size / 1000)))} kB"
    return f"{number_text(size / 1_000_000)} MB"


def attachment_text(number: int, kind: str, size: int) -> str:
    """`Bijlage 1 (PDF, 2 MB)`. A file's own name may hold a patient's."""
    return f"Bijlage {number} ({kind}, {size_text(size)})"

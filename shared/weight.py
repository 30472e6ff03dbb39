"""What a rule costs a practice in a month: how often it happens, times how long it takes.

That is the Standard Cost Model (how often, times how long) without its prices: hours say more to who has too few. Both
numbers are the practice's own estimate. A month has 21 working days or 4.33 weeks, and a few times are three. In a
dossier practices are added up, each once and by its largest estimate (`services/research/domain/weighing.py`).
"""

from collections.abc import Mapping

from shared.contracts.vocabulary import Frequency
from shared.dutch import count_text, hours_text, number_text

# How often each answer is in a month.
TIMES_PER_MONTH: Mapping[Frequency, float] = {
    Frequency.DAILY: 21,
    Frequency.FEW_PER_WEEK: 13,
    Frequency.FEW_PER_MONTH: 3,
    Frequency.FEW_PER_YEAR: 0.25,
    Frequency.ONCE: 0,
}
BASIS = "schatting van de praktijk"


def minutes_per_month(frequency: Frequency, minutes: int) -> float:
    """Minutes a month in one practice; `minutes` are those of one time."""
    return TIMES_PER_MONTH[frequency] * minutes


def reckoned(frequency: Frequency, minutes: int) -> str:
    """How that comes about, in words: `3 keer per maand × 20 minuten = ongeveer 1 uur (schatting van de praktijk)`."""
    times = TIMES_PER_MONTH[frequency]
    if not times:
        return f"Het gebeurde één keer. Dat telt niet mee per maand ({BASIS})"
    often = f"{number_text(times)} keer per maand" if times >= 1 else f"{number_text(times * 12)} keer per jaar"
    total = hours_text(minutes_per_month(frequency, minutes))
    return f"{often} × {count_text(minutes, 'minuut', 'minuten')} = {total} per maand ({BASIS})"

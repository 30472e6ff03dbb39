import pytest

from shared.contracts.vocabulary import Frequency
from shared.weight import minutes_per_month, reckoned


@pytest.mark.parametrize(
    ("frequency", "minutes", "a_month"),
    [
        (Frequency.DAILY, 10, 210),
        (Frequency.FEW_PER_WEEK, 10, 130),
        (Frequency.FEW_PER_MONTH, 20, 60),
        (Frequency.FEW_PER_YEAR, 60, 15),
        (Frequency.ONCE, 480, 0),
    ],
)
def test_minutes_a_month_follow_the_factors(frequency: Frequency, minutes: int, a_month: float) -> None:
    assert minutes_per_month(frequency, minutes) == a_month


@pytest.mark.parametrize(
    ("frequency", "minutes", "words"),
    [
        (Frequency.DAILY, 10, "21 keer per maand × 10 minuten = ongeveer 4 uur per maand"),
        (Frequency.FEW_PER_YEAR, 1, "3 keer per jaar × 1 minuut = minder dan 1 uur per maand"),
        (Frequency.ONCE, 480, "Het gebeurde één keer. Dat telt niet mee per maand"),
    ],
)
def test_it_says_how_it_comes_about_and_whose_estimate_it_is(frequency: Frequency, minutes: int, words: str) -> None:
    assert reckoned(frequency, minutes) == f"{words} (schatting van de praktijk)"

import pytest

from services.intake import domain
from shared.contracts.vocabulary import Frequency


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
    assert domain.minutes_per_month(frequency, minutes) == a_month


def test_a_practice_keeps_its_pseudonym_and_shares_it_with_no_other() -> None:
    molen = domain.practice_id("Praktijk De Molen", None)
    assert molen == domain.practice_id("praktijk de molen ", None)
    assert molen != domain.practice_id("Praktijk De Brug", None)
    assert domain.practice_id("Praktijk De Molen", "01999004") == domain.practice_id("De Molen", "01999004")


def test_a_link_needs_both_seed_and_key() -> None:
    seed = domain.new_link_seed()
    token = domain.link_token(seed, "the key of this server")
    assert token == domain.link_token(seed, "the key of this server")
    assert token not in (domain.link_token(seed, "another key"), domain.link_token(domain.new_link_seed(), "the key"))
    assert token.encode() not in domain.link_hash(token)

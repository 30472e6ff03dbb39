from datetime import date

import pytest

from services.knowledge import domain

CHECKED = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("checked_on", "demo", "public"),
    [(None, False, False), (CHECKED, False, True), (None, True, True), (CHECKED, True, True)],
)
def test_an_item_is_public_once_checked_or_in_the_demo(checked_on: date | None, demo: bool, public: bool) -> None:
    assert domain.is_public(checked_on, demo=demo) is public


def test_the_short_answer_says_so_when_nothing_was_found() -> None:
    assert domain.short_answer(None) == "We vonden hierover geen afspraak."


@pytest.mark.parametrize(
    ("times_per_month", "text"),
    [(8, "8 keer per maand"), (1, "1 keer per maand"), (0.5, "6 keer per jaar"), (0.083, "1 keer per jaar")],
)
def test_what_is_rare_is_counted_per_year(times_per_month: float, text: str) -> None:
    assert domain.times_text(times_per_month) == text


@pytest.mark.parametrize(
    ("valid_from", "text"), [("2004", "2004"), ("2024-05", "mei 2024"), ("2016-01-01", "1 januari 2016")]
)
def test_a_date_is_as_exact_as_its_source(valid_from: str, text: str) -> None:
    assert domain.since_text(valid_from) == text


@pytest.mark.parametrize("place", ["ordz.nl", "javascript:alert(1)", "", None])
def test_only_a_complete_address_becomes_a_link(place: str | None) -> None:
    assert domain.web_link(place) is None


def test_a_complete_address_becomes_a_link() -> None:
    assert domain.web_link("https://ordz.nl/12") == "https://ordz.nl/12"


def test_accents_case_and_spaces_do_not_matter_in_searching() -> None:
    assert domain.plain("  Diëtist\n Één   Écht") == "dietist een echt"

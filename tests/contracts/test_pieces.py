"""A hidden piece is found again in any text, and nothing else is."""

import pytest

from shared.contracts.intake import ContactGivenV1, ReportSubmittedV1
from shared.contracts.pieces import HIDDEN, Hider, make_piece
from shared.ids import new_id
from tests.builders import a_contact_given, a_report_submitted

KEY = "a key for tests, of thirty-two bytes"


def hider(*pieces: str, key: str = KEY) -> Hider:
    return Hider([make_piece(new_id(), piece, KEY) for piece in pieces], key)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Jan de Vries belt", f"{HIDDEN} belt"),
        ("Dag JAN  de\nvriés.", f"Dag {HIDDEN}."),
        ("(jan-de-vries)", f"({HIDDEN})"),
        ("Jan de Vries, Jan de Vries", f"{HIDDEN}, {HIDDEN}"),
        ("Jan de Vriesinga en Jan de Boer", "Jan de Vriesinga en Jan de Boer"),
        ("Jan", "Jan"),
        ("", ""),
    ],
)
def test_a_piece_goes_however_it_is_written_and_nothing_else_does(text: str, after: str) -> None:
    hiding = hider("Jan de Vries")
    assert hiding.text(text) == after
    assert hiding.text(after) == after


def test_the_longest_piece_goes_first_and_what_was_hidden_is_never_looked_into() -> None:
    assert hider("Jan", "Jan de Vries").text("Jan de Vries of Jan") == f"{HIDDEN} of {HIDDEN}"
    assert hider("verwijderd", "Jan verwijderd").text(f"Jan {HIDDEN}") == f"Jan {HIDDEN}"


def test_with_another_key_nothing_is_found() -> None:
    assert hider("Jan", key="another key, just as long as that one").text("Jan") == "Jan"


def test_a_fact_loses_the_piece_in_the_words_of_people_only() -> None:
    report = a_report_submitted(title="Over Jan", story="Voor Jan, elke week", reference="RW-26-0001", wish=None)
    hidden = hider("Jan", "RW").fact(report)
    assert (hidden.title, hidden.story, hidden.wish) == (f"Over {HIDDEN}", f"Voor {HIDDEN}, elke week", None)
    assert hidden.reference == "RW-26-0001"
    assert ReportSubmittedV1.model_validate_json(hidden.model_dump_json()) == hidden


def test_how_to_reach_the_reporter_stays() -> None:
    contact = a_contact_given(name="Jan", email="jan@denkbeeldig.example")
    assert isinstance(contact, ContactGivenV1)
    assert hider("Jan").fact(contact) == contact


def test_a_piece_without_a_word_is_none() -> None:
    with pytest.raises(ValueError, match="no word"):
        make_piece(new_id(), f" - {HIDDEN} ", KEY)

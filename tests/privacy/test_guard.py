"""What is found in a text, and what is left alone. Every sentence and number is made up."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.nl import bsn

from shared.privacy import guard, screening
from shared.privacy.allowed import ALLOWED
from shared.privacy.finding import Kind
from shared.privacy.surroundings import LONGEST_PIECE, pieces
from tests.pace import at_leisure
from tests.privacy.sentences import measured

SENTENCES = {
    Kind.BSN: ("Het burgerservicenummer is 111222333 en dat vullen we drie keer in.", "111222333"),
    Kind.EMAIL: ("Stuur het naar w.kuipers1951@thuispost.example, zei ze.", "w.kuipers1951@thuispost.example"),
    Kind.PHONE: ("Ze is te bereiken op 06 31 41 59 26.", "06 31 41 59 26"),
    Kind.BIRTH_DATE: ("Het gaat om een vrouw, geboren 14-02-1951, die een rolstoel wil.", "14-02-1951"),
    Kind.ADDRESS: ("De bezorger stond weer voor Lindenlaan 48 zonder papieren.", "Lindenlaan 48"),
    Kind.PATIENT_NUMBER: ("De poli vroeg om patiëntnummer 7731204 op elke brief.", "7731204"),
    Kind.NAME: ("Voor mevrouw Wielinga moest het formulier drie keer over.", "Wielinga"),
}
CLEAN = (
    "Zilveren Kruis vraagt elk jaar een nieuwe machtiging.",
    "Volgens de Wet Mulder mag dat niet.",
    "De spoedlijn van apotheek De Linde is 030 123 45 67.",
    "Op 3 maart 2026 sprak de commissie Van Vliet hierover.",
)
HOSTILE = ("Jan ", "A ", "Van der ", "J.d.", "Laan van ", "111222333 ", "x@", "'", "9 ", "mevrouw ")
TEXTS = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from([sentence for sentence, _ in SENTENCES.values()]),
        st.sampled_from(["mevr. ", "Jan de Vries ", "111222333", "geb. ", "01-02-1950", "\n", " ", "3511 AB 12", "É"]),
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("kind", SENTENCES)
def test_each_kind_is_found_where_it_stands(kind: Kind) -> None:
    sentence, words = SENTENCES[kind]
    found = screening.find(sentence, ALLOWED)
    assert [(one.kind, sentence[one.begin : one.end]) for one in found] == [(kind, words)]


@pytest.mark.parametrize("sentence", CLEAN)
def test_names_and_numbers_of_others_are_left_alone(sentence: str) -> None:
    assert screening.find(sentence, ALLOWED) == []


def test_a_number_that_passes_the_check_of_the_bsn_is_certain_and_never_allowed() -> None:
    found = guard.find("Het is 111222333.", lambda _: [], allowed=["111222333"])
    assert [(one.kind, one.certain) for one in found] == [(Kind.BSN, True)]


@pytest.mark.parametrize("name", ["Veldhuis", "Oude Luttikhuis", "Nijhof", "Van der Straat"])
def test_a_person_may_be_called_after_a_place(name: str) -> None:
    sentence = f"De leverancier belde mevrouw {name} weer."
    assert [sentence[one.begin : one.end] for one in screening.find(sentence, ALLOWED)] == [name]


@pytest.mark.parametrize("name", ["jansen", "van der meulen"])
def test_a_name_typed_without_a_capital_is_one_behind_a_title(name: str) -> None:
    sentence = f"voor mevrouw {name} moest ik drie formulieren invullen"
    assert [sentence[one.begin : one.end] for one in screening.find(sentence, ALLOWED)] == [name]
    assert screening.find("de verzekeraar belt mevrouw elke dag en mevrouw wil dat niet", ALLOWED) == []


def test_a_word_on_the_list_is_let_pass_and_only_as_a_word_of_its_own() -> None:
    sentence, _ = SENTENCES[Kind.NAME]
    assert screening.find(sentence, allowed=["Wielinga"]) == []
    assert screening.find(sentence, allowed=["Wiel"]) != []


def test_the_sentences_made_for_it_are_told_apart() -> None:
    seen = measured()
    assert seen.found >= 0.95 * seen.identifiers, seen.missed
    assert not [one for one in seen.missed if one.startswith("bsn")]
    assert seen.flagged <= 0.05 * seen.clean, seen.flagged_sentences


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_the_places_are_right_and_hiding_leaves_nothing(text: str) -> None:
    found = screening.find(text, ALLOWED)
    assert all(0 <= one.begin < one.end <= len(text) for one in found)
    assert all(first.end <= second.begin for first, second in pairwise(found))
    assert all(bsn.is_valid(re.sub(r"\D", "", text[one.begin : one.end])) for one in found if one.certain)
    hidden, _ = screening.screened(text, ALLOWED)
    assert screening.find(hidden, ALLOWED) == []
    assert screening.screened(hidden, ALLOWED) == (hidden, [])


@given(st.text(max_size=3 * LONGEST_PIECE))
@settings(max_examples=30, deadline=None)
def test_a_long_text_is_cut_without_losing_a_character(text: str) -> None:
    assert "".join(text[begin:end] for begin, end in pieces(text)) == text
    assert all(end - begin <= LONGEST_PIECE for begin, end in pieces(text))


@pytest.mark.parametrize("part", HOSTILE)
def test_a_text_made_to_keep_us_busy_does_not(part: str) -> None:
    began = time.process_time()
    screening.find(part * (1000 // len(part)), ALLOWED)
    # Names in a row are slowest; before texts were cut this took minutes.
    assert time.process_time() - began < at_leisure(3)

"""One typing error in a word does not hide what is known, and a word that is right is not taken for another."""

import random

import pytest

from deploy.seed import files
from services.intake.knowing import features, spelling
from shared.wording import COMMON, words_of
from tests.knowing.quality import with_an_error

FORGIVEN = 0.95
WORDS = {
    word
    for item in files.catalogue().items
    for text in (item.title, item.rule, " , ".join(item.keywords))
    for word in words_of(text)
    if spelling.may_be_meant(word)
}


def _asked(text: str) -> dict[str, float]:
    return features.asked(spelling.corrected(words_of(text), WORDS))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fysotherapie", "fysiotherapie"),
        ("machtigng", "machtiging"),
        ("zorgverzekeraat", "zorgverzekeraar"),
        ("vewrijsbrief", "verwijsbrief"),
        ("diagnostieek", "diagnostiek"),
    ],
)
def test_a_word_with_a_typing_error_asks_for_the_same(typed: str, meant: str) -> None:
    assert _asked(typed) == _asked(meant)


def test_words_one_error_apart_have_a_cut_in_common() -> None:
    chance = random.Random(1)
    for word in sorted(COMMON):
        if len(word) > 2 and (typed := with_an_error(word, chance)) != word:
            assert spelling.is_one_error(typed, word), (typed, word)
            assert spelling.cuts(typed) & spelling.cuts(word), (typed, word)


@pytest.mark.parametrize("other", ["brieven", "gleuven", "breiven ", "bri"])
def test_what_differs_by_nothing_or_by_more_is_no_error(other: str) -> None:
    assert not spelling.is_one_error("brieven", other)


@pytest.mark.parametrize(
    ("right", "alike"), [("contact", "contract"), ("infectie", "injectie"), ("zwager", "zwanger"), ("kous", "kout")]
)
def test_a_word_that_is_right_is_not_taken_for_another(right: str, alike: str) -> None:
    assert spelling.is_one_error(right, alike)
    assert spelling.corrected([right], {alike}) == [right]
    assert _asked(right) != _asked(alike)


def test_any_long_word_of_the_catalogue_may_be_misspelled() -> None:
    chance = random.Random(2)
    tried = [(with_an_error(word, chance), word) for word in sorted(WORDS) if len(word) >= spelling.LONG]
    missed = [(typed, word) for typed, word in tried if _asked(typed) != _asked(word)]
    assert len(missed) < (1 - FORGIVEN) * len(tried), missed

"""What is saved while somebody types never holds the begin of what tells who a patient is."""

from collections.abc import Iterator

import pytest

from shared.privacy import screening
from shared.privacy.allowed import ALLOWED
from shared.privacy.unfinished import finished
from tests.privacy.test_guard import CLEAN, SENTENCES

# Of a name typed after a small word the first letter may be that of another small word.
TELLING = 3


def _kept_while_typed(sentence: str, before: str = "", behind: str = "") -> Iterator[str]:
    """What is kept after every single key, as if somebody paused there."""
    kept = before + behind
    for end in range(1, len(sentence) + 1):
        typed, _ = screening.screened((before + sentence[:end] + behind).strip(), ALLOWED)
        kept = finished(typed, kept)
        yield kept


@pytest.mark.parametrize("around", [("", ""), ("Elk jaar weer. ", " en dat al jaren, zegt de balie.")])
@pytest.mark.parametrize(("sentence", "words"), SENTENCES.values())
def test_nothing_of_what_is_found_later_is_kept_while_it_is_typed(
    sentence: str, words: str, around: tuple[str, str]
) -> None:
    begins = [words[:length] for length in range(TELLING, len(words) + 1)]
    for kept in _kept_while_typed(sentence, *around):
        assert not [begin for begin in begins if begin in kept], kept


@pytest.mark.parametrize("sentence", [*CLEAN, "Ik bel 3 keer per week, dat kost 1.200 euro bij Menzis in Utrecht."])
def test_nothing_else_is_lost(sentence: str) -> None:
    *_, before_last, kept = _kept_while_typed(sentence + " Klaar is dat")
    assert kept == sentence + " Klaar is dat"
    assert before_last.startswith(sentence)


@pytest.mark.parametrize(
    ("text", "kept", "left"),
    [
        ("Het kost 1200", "", "Het kost "),
        ("Het kost 1200 euro", "Het kost", "Het kost 1200 euro"),
        ("BSN 1234 en dat", "BSN  en dat", "BSN  en dat"),
        ("Mail j.jansen@pra", "Mail", "Mail "),
        ("Voor mevrouw jans", "Voor", "Voor mevrouw "),
        ("Het is 14 febr", "Het", "Het is "),
        ("De poli belt", "De", "De poli belt"),
        ("Dat is zo.", "Dat is", "Dat is zo."),
        ("", "", ""),
    ],
)
def test_only_the_piece_that_may_grow_waits(text: str, kept: str, left: str) -> None:
    assert finished(text, kept) == left


def test_a_text_made_to_keep_us_busy_does_not() -> None:
    for part in ("A", "Van ", "A. ", "1 ", "9-", "x@", "a.b", "mevrouw van ", "Jan de "):
        finished(part * 5000, "")

"""What a text and a known thing are compared by: words without endings, and `#ideas` behind words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.intake.knowing import spelling
from services.intake.knowing.thesaurus import thesaurus
from shared.wording import stem, stems_of, words_of

IDEA = "#"
# Said more often, a word counts no more.
MOST_TIMES = 3
# Half of all that a word can count for a thing is reached at this weight.
HALF_AT = 4.0
MOST_WORDS = 250


class Description(NamedTuple):
    """What a thing is found by: how much it says each word, from 0 to 1, and how they are written, with their stems."""

    words: dict[str, float]
    spellings: dict[str, str]


def asked(words: Sequence[str]) -> dict[str, float]:
    """What the words of a text ask for, with how much each counts."""
    counted = Counter(_features(words))
    return {word: min(count, MOST_TIMES) for word, count in counted.most_common(MOST_WORDS)}


def described(fields: Iterable[tuple[float, str]]) -> Description:
    """What a thing is about, from its texts and how much each of them says."""
    spellings: dict[str, str] = {}
    summed: dict[str, float] = defaultdict(float)
    for weight, text in fields:
        words = words_of(text)
        spellings |= {word: stem(word) for word in words if spelling.may_be_meant(word)}
        for word, count in _features(words).items():
            summed[word] += weight * min(count, MOST_TIMES)
    return Description({word: weight / (weight + HALF_AT) for word, weight in summed.items()}, spellings)


def linked(text: str) -> set[str]:
    """The words a report lends to the thing it is linked to."""
    return set(asked(words_of(text)))


def _features(words: Sequence[str]) -> dict[str, float]:
    meant = [thesaurus().meant_by(word) for word in words]
    ideas = {f"{IDEA}{idea}": count for idea, count in thesaurus().ideas_of(meant).items()}
    return {**Counter(stems_of(meant)), **ideas}

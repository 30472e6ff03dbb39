"""What a text and a known thing are compared by: words without endings, and `#ideas` behind words."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from services.intake.knowing.thesaurus import thesaurus
from services.intake.knowing.words import stems_of, words_of

IDEA = "#"
# A word counts less each next time: half of all it can count is reached at this weight.
HALF_AT = 4.0
MOST_WORDS = 250


def asked(text: str) -> dict[str, float]:
    """What a text asks for, with how much each counts."""
    words = words_of(text)
    counted = Counter({**Counter(stems_of(words)), **_ideas(words)})
    return {word: count**0.5 for word, count in counted.most_common(MOST_WORDS)}


def described(fields: Iterable[tuple[float, str]]) -> dict[str, float]:
    """What a thing is about, from its texts and how much each of them says: between 0 and 1 for each word."""
    summed: dict[str, float] = defaultdict(float)
    for weight, text in fields:
        words = words_of(text)
        for word, count in {**Counter(stems_of(words)), **_ideas(words)}.items():
            summed[word] += weight * min(count, 3)
    return {word: weight / (weight + HALF_AT) for word, weight in summed.items()}


def linked(text: str) -> set[str]:
    """The words a report lends to the thing it is linked to."""
    return set(asked(text))


def _ideas(words: list[str]) -> dict[str, float]:
    return {f"{IDEA}{idea}": count for idea, count in thesaurus().ideas_of(words).items()}

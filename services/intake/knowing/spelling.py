"""What somebody meant by a word with one typing error: a letter wrong, missing or too many, or two letters swapped."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

from shared.wording import COMMON

# In a shorter word, one other letter makes another word.
SHORTEST = 6
# In a shorter word than this, the first letter has to be right.
LONG = 8
# Ordinary words that look like a misspelled one of ours, and are right.
RIGHT = frozenset(Path(__file__).with_name("right_words.txt").read_text("utf-8").split())


class Spellings:
    """Words that are spelled right."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_cut: dict[str, set[str]] = defaultdict(set)
        for word in words:
            for cut in cuts(word):
                self._by_cut[cut].add(word)

    def near(self, word: str) -> set[str]:
        """The words that may be meant by this one."""
        alike = {other for cut in cuts(word) for other in self._by_cut.get(cut, ())}
        return {other for other in alike if is_one_error(word, other) and (len(other) >= LONG or word[0] == other[0])}


def cuts(word: str) -> set[str]:
    """The word, and what is left of it without each of its letters. Words one error apart have one of these in common,
    so that few need to be compared."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_one_error(word: str, other: str) -> bool:
    """Whether the words differ, by one typing error."""
    begin = _alike(word, other)
    word, other = word[begin:], other[begin:]
    end = _alike(word[::-1], other[::-1])
    word, other = word[: len(word) - end], other[: len(other) - end]
    swapped = len(word) == 2 and word == other[::-1]
    return swapped or max(len(word), len(other)) == 1


def _alike(word: str, other: str) -> int:
    differing = (place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two)
    return next(differing, min(len(word), len(other)))


def nearest(word: str, near: Iterable[str]) -> str | None:
    """The likeliest of some words: the first letter is seldom wrong."""
    return min(near, key=lambda other: (other[:1] != word[:1], other), default=None)


def may_be_meant(word: str) -> bool:
    """Whether a word is long enough to be told from others, and says something."""
    return len(word) >= SHORTEST and word.isalpha() and word not in COMMON


def may_be_wrong(word: str) -> bool:
    """Whether another word may be meant by this one."""
    return may_be_meant(word) and word not in RIGHT


def all_cuts(words: Iterable[str]) -> list[str]:
    """What known words must have in common with one of these to be what was meant by it."""
    return sorted({cut for word in filter(may_be_wrong, words) for cut in cuts(word)})


def corrected(words: Iterable[str], known: Collection[str]) -> list[str]:
    """The words, and instead of those that are not known the known word that was meant."""
    spellings = Spellings(known)

    def meant_by(word: str) -> str:
        if word in known or not may_be_wrong(word):
            return word
        return nearest(word, spellings.near(word)) or word

    return [meant_by(word) for word in words]

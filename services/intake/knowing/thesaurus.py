"""Words that mean about the same in general practice, and the ideas a text holds because of them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from services.intake.knowing import spelling
from services.intake.knowing.spelling import Spellings
from shared.wording import COMMON, SHORTEST_STEM, stem, words_of

FILE = Path(__file__).with_name("thesaurus.txt")
_ENTRY = re.compile(r'"([^"]+)"|(\S+)')
LONGEST_PHRASE = 5
EACH, TWO = "each ", "two "
# A word behind several ideas says less about each of them, and so does one that stands in any report.
COMMON_COUNTS = 0.3


class Thesaurus:
    """The ideas behind words, parts of words and phrases."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._literal: dict[str, set[str]] = defaultdict(set)
        self._begins: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, set[str]] = defaultdict(set)
        self._holds: dict[str, set[str]] = defaultdict(set)
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._groups: dict[str, str] = {}
        for idea, entry, is_phrase in _entries(lines):
            self._add(idea, entry, is_phrase=is_phrase)
        self._spellings = Spellings(word for word in {*self._literal, *COMMON} if len(word) >= spelling.SHORTEST)
        self._beginnings = Spellings(begin for begin in self._begins if len(begin) >= spelling.LONG)
        self.ideas_of_word = lru_cache(20_000)(self._ideas_of_word)
        self.meant_by = lru_cache(20_000)(self._meant_by)

    def _add(self, idea: str, entry: str, *, is_phrase: bool) -> None:
        if idea.startswith((EACH, TWO)):
            self._groups[idea] = entry
            return
        if is_phrase:
            self._phrases[tuple(map(stem, words_of(entry)))].add(idea)
            return
        word = words_of(entry)[0]
        match entry.startswith("*"), entry.endswith("*"):
            case True, True:
                self._holds[word].add(idea)
            case True, False:
                self._ends[stem(word)].add(idea)
            case False, True:
                self._begins[word].add(idea)
            case _:
                self._exact[stem(word)].add(idea)
                self._literal[word].add(idea)

    def ideas_of(self, words: Sequence[str]) -> dict[str, float]:
        """The ideas the words hold, and how strongly."""
        found: dict[str, float] = defaultdict(float)
        for word in words:
            ideas = self.ideas_of_word(word)
            count = COMMON_COUNTS if word in COMMON else 1.0
            for idea in ideas:
                found[idea] += count / len(ideas) ** 0.5
        stems = [stem(word) for word in words]
        for begin in range(len(stems)):
            for length in range(2, LONGEST_PHRASE + 1):
                for idea in self._phrases.get(tuple(stems[begin : begin + length]), ()):
                    found[idea] += 1
        return self._with_groups(found)

    def _with_groups(self, found: Mapping[str, float]) -> dict[str, float]:
        """Members of a group count for the group's ideas, and two of them for the idea of two."""
        ideas = defaultdict(float, {idea: count for idea, count in found.items() if "/" not in idea})
        for group, members in _grouped(found).items():
            ideas[self._groups[f"{EACH}{group}"]] += sum(members)
            if len(members) > 1:
                ideas[self._groups[f"{TWO}{group}"]] += 2
        return dict(ideas)

    def _meant_by(self, word: str) -> str:
        """The word, or the one we know, or its beginning, that was meant when this one has a typing error."""
        if not spelling.may_be_wrong(word) or self._ideas_of_begin(word):
            return word
        begins = (self._begins_nearly(word, length) for length in range(len(word), spelling.LONG - 2, -1))
        return spelling.nearest(word, self._spellings.near(word)) or next(filter(None, begins), word)

    def _begins_nearly(self, word: str, length: int) -> str | None:
        # One whose last letter differs may go on as another word: `verwijder` is no `verwijs`.
        whole = length == len(word)
        near = (begin for begin in self._beginnings.near(word[:length]) if whole or begin[-1] == word[length - 1])
        return spelling.nearest(word, near)

    def _ideas_of_word(self, word: str) -> frozenset[str]:
        """The ideas of one word, by itself or as a part of a compound."""
        root = stem(word)
        found = self._ideas_of_begin(word)
        for cut in range(2, len(word) + 1):
            found |= self._ends.get(root[-cut:], set())
        if self._holds:
            for begin in range(len(word) - SHORTEST_STEM):
                for end in range(begin + SHORTEST_STEM, len(word) + 1):
                    found |= self._holds.get(word[begin:end], set())
        return frozenset(found)

    def _ideas_of_begin(self, word: str) -> set[str]:
        found = set(self._exact.get(stem(word), ())) if word not in COMMON else set(self._literal.get(word, ()))
        for cut in range(2, len(word) + 1):
            found |= self._begins.get(word[:cut], set())
        return found


def _entries(lines: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    for line in lines:
        idea, colon, entries = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        for phrase, word in _ENTRY.findall(entries):
            yield idea, phrase or word, bool(phrase)


def _grouped(found: Mapping[str, float]) -> dict[str, list[float]]:
    groups: dict[str, list[float]] = defaultdict(list)
    for idea, count in found.items():
        group, slash, _ = idea.partition("/")
        if slash:
            groups[group].append(count)
    return groups


@cache
def thesaurus() -> Thesaurus:
    """The one we use, read once."""
    return Thesaurus(FILE.read_text("utf-8").splitlines())

"""Finds names as deduce does (rules and lists of its `names` group), without what else comes with it: importing deduce
takes 60 MB and half a second of each process. A test holds the two together.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(r"[\w\u0300-\u036f]+|[\n\r\t]| {4,}|[^ ]")
# What may stand between two parts of one name.
_SLACK = re.compile(r"[. \-]?[. ]?")


class Token(NamedTuple):
    """A word or a sign, and where it stands."""

    text: str
    begin: int
    end: int


class Found(NamedTuple):
    """From which token to which, and what that is: `initiaal+naam`."""

    first: int
    last: int
    tag: str


class Phrases:
    """Words, and words in a row."""

    def __init__(self, phrases: Iterable[Iterable[str]]) -> None:
        self._words = set[str]()
        self._longer: dict[str, list[tuple[str, ...]]] = {}
        for phrase in map(tuple, phrases):
            if len(phrase) == 1:
                self._words.add(phrase[0])
            else:
                self._longer.setdefault(phrase[0], []).append(phrase)

    def longest(self, words: tuple[str, ...], at: int) -> int:
        """How many of the words from this place on are one of these; 0 when none is."""
        longest = int(words[at] in self._words)
        for phrase in self._longer.get(words[at], ()):
            if len(phrase) > longest and words[at : at + len(phrase)] == phrase:
                longest = len(phrase)
        return longest


@dataclass(frozen=True)
class Lists:
    """The lists of deduce, as `lists.py` wrote them down."""

    prefix: Collection[str]
    interfix: Collection[str]
    interfix_surname: Collection[str]
    initial: Collection[str]
    whitelist: Collection[str]
    together: Phrases
    first_name: Phrases
    surname: Phrases
    disease: Phrases


Is = Callable[[str], bool]
INITIAL, NAME, FIRST, LAST, BETWEEN, PREFIX = "initiaal", "naam", "voornaam", "achternaam", "interfix", "prefix"
NO_NAME = "pseudo"


@dataclass(frozen=True)
class _Beside:
    """What a name grows by: at its left or right, if it ends there with one of `after`."""

    left: bool
    after: frozenset[str]
    adds: str
    skipped: str
    pattern: tuple[Is, ...]


class ListedNames:
    """Begin and end of each name that the lists know, or that stands as names do."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        prefix, interfix, initial = (each.__contains__ for each in (lists.prefix, lists.interfix, lists.initial))
        self._patterns: tuple[tuple[str, str, tuple[Is, ...]], ...] = (
            (f"{PREFIX}+{INITIAL}", ".", (prefix, lambda word: initial(word) or (len(word) <= 4 and word.isupper()))),
            (f"{PREFIX}+{BETWEEN}+{NAME}", ".", (prefix, interfix, _is_like_a_name)),
            (f"{PREFIX}+{NAME}", ".", (prefix, self._is_no_word)),
            (f"{BETWEEN}+{LAST}", "", (interfix, self._is_a_surname)),
            (f"{INITIAL}+{NAME}", ".", (initial, self._is_a_name)),
            (f"{INITIAL}+{BETWEEN}+{NAME}", ".", (initial, interfix, _is_like_a_name)),
        )
        name = frozenset({NAME, FIRST, LAST})
        some, all_ = name | {INITIAL}, name | {INITIAL, BETWEEN, PREFIX}
        self._beside = (
            _Beside(False, some, f"{BETWEEN}+{LAST}", ".-", (interfix, _is_like_a_name)),
            _Beside(True, some | {BETWEEN}, INITIAL, ".", (initial,)),
            _Beside(True, name, NAME, "-", (self._is_a_name,)),
            _Beside(False, all_, NAME, "-", (self._is_a_name,)),
            _Beside(True, all_, PREFIX, ".", (prefix,)),
        )

    def __call__(self, sentence: str) -> list[tuple[int, int]]:
        """The begin and end of each name, in the order of the sentence."""
        tokens = self._tokens(sentence)
        words = tuple(token.text for token in tokens)
        found = self._grown(words, {*self._by_pattern(words), *self._by_list(words)})
        found |= set(_listed(words, self._lists.disease, NO_NAME))
        return _joined(sentence, _apart(sentence, tokens, found))

    def _tokens(self, sentence: str) -> list[Token]:
        single = [Token(found[0], *found.span()) for found in _TOKEN.finditer(sentence)]
        words, at, tokens = tuple(token.text for token in single), 0, list[Token]()
        while at < len(single):
            count = self._lists.together.longest(words, at) or 1
            begin, end = single[at].begin, single[at + count - 1].end
            tokens.append(Token(sentence[begin:end], begin, end))
            at += count
        return tokens

    def _by_pattern(self, words: tuple[str, ...]) -> Iterator[Found]:
        for tag, skipped, pattern in self._patterns:
            for at in range(len(words)):
                last = _matched(words, at, 1, skipped, pattern)
                if last is not None:
                    yield Found(at, last, tag)

    def _by_list(self, words: tuple[str, ...]) -> Iterator[Found]:
        yield from _listed(words, self._lists.first_name, FIRST)
        yield from _listed(words, self._lists.surname, LAST)

    def _grown(self, words: tuple[str, ...], found: set[Found]) -> set[Found]:
        """With what stands beside each; what grew may grow again."""
        grown = found
        for beside in self._beside:
            grown = {_with(words, one, beside) for one in grown}
        changed = grown - found
        return (grown & found) | (self._grown(words, changed) if changed else set())

    def _is_no_word(self, word: str) -> bool:
        return _is_like_a_name(word) and word.lower() not in self._lists.whitelist

    def _is_a_name(self, word: str) -> bool:
        return self._is_no_word(word) and word not in self._lists.prefix

    def _is_a_surname(self, word: str) -> bool:
        return word in self._lists.interfix_surname and word.lower() not in self._lists.whitelist


def _is_like_a_name(word: str) -> bool:
    return len(word) >= 3 and word.istitle() and not any(sign.isdigit() for sign in word)


def _listed(words: tuple[str, ...], phrases: Phrases, tag: str) -> Iterator[Found]:
    for at in range(len(words)):
        if count := phrases.longest(words, at):
            yield Found(at, at + count - 1, tag)


def _next(words: tuple[str, ...], at: int, step: int, skipped: str) -> int:
    at += step
    while 0 <= at < len(words) and words[at] in tuple(skipped):
        at += step
    return at


def _matched(words: tuple[str, ...], at: int, step: int, skipped: str, pattern: tuple[Is, ...]) -> int | None:
    """The last token of a pattern that begins at a token, or None."""
    last = at
    for fits in pattern:
        if not 0 <= at < len(words) or not fits(words[at]):
            return None
        last, at = at, _next(words, at, step, skipped)
    return last


def _with(words: tuple[str, ...], one: Found, beside: _Beside) -> Found:
    tags = one.tag.split("+")
    if (tags[0] if beside.left else tags[-1]) not in beside.after:
        return one
    edge, step = (one.first, -1) if beside.left else (one.last, 1)
    pattern = beside.pattern[::-1] if beside.left else beside.pattern
    end = _matched(words, _next(words, edge, step, beside.skipped), step, beside.skipped, pattern)
    if end is None:
        return one
    if beside.left:
        return Found(end, one.last, f"{beside.adds}+{one.tag}")
    return Found(one.first, end, f"{one.tag}+{beside.adds}")


def _apart(sentence: str, tokens: list[Token], found: set[Found]) -> list[tuple[int, int]]:
    """Diseases first, then the longest; of what overlaps only what is left."""
    spans = {(one.tag != NO_NAME, tokens[one.first].begin, tokens[one.last].end) for one in found}
    taken, kept = bytearray(len(sentence)), list[tuple[int, int]]()
    for is_a_name, begin, end in sorted(spans, key=lambda span: (span[0], span[1] - span[2], span[2])):
        free = re.finditer(rb"\0+", taken[begin:end])
        pieces = [(begin + piece.start(), begin + piece.end()) for piece in free]
        taken[begin:end] = b"\1" * (end - begin)
        kept += [(first, last) for first, last in pieces if is_a_name and sentence[first:last].strip()]
    return sorted(kept)


def _joined(sentence: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and _SLACK.fullmatch(sentence, joined[-1][1], begin):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined

"""A text as the words it is compared by: lower case, without accents and endings, without words that say nothing."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

# Words that stand in any report.
COMMON = frozenset(Path(__file__).with_name("common_words.txt").read_text("utf-8").split())
_WORD = re.compile(r"[a-z0-9]+(?:['&./-][a-z0-9]+)*")
_JOINS = re.compile(r"['&./-]")
_VOICED = {"v": "f", "z": "s"}
_ENDINGS = ("tjes", "pjes", "jes", "tje", "pje", "je", "en", "e", "s")
SHORTEST_STEM = 4
# What looks like an ending here is none.
_WHOLE = ("polis", "analyse")


def words_of(text: str) -> list[str]:
    """The words in the order of the text; `ZN-formulier` and `m.n.` are one word each, followed by their parts."""
    found: list[str] = []
    for written in _WORD.findall(plain(text)):
        word = written.removesuffix("'s")
        parts = _JOINS.split(word)
        found.append("".join(parts))
        if len(parts) > 1:
            found.extend(part for part in parts if len(part) > 2)
    return found


def plain(text: str) -> str:
    """Lower case, without accents, with plain apostrophes."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("‘", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(20_000)
def stem(word: str) -> str:
    """The word without its ending, roughly: `brieven`, `briefje` and `brief` are the same."""
    if word.endswith(_WHOLE):
        return word
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= SHORTEST_STEM and not (ending == "s" and rest.endswith("s")):
            word = _closed(rest) if ending in ("en", "e") else rest
            break
    return re.sub(r"(aa|ee|oo|uu)(?=[a-z]{1,2}$)", lambda double: double[0][0], word)


def _closed(rest: str) -> str:
    if len(rest) > SHORTEST_STEM and rest[-1] == rest[-2] and rest[-1] not in "aeiou":
        return rest[:-1]
    return rest[:-1] + _VOICED.get(rest[-1], rest[-1])


def stems_of(words: Sequence[str]) -> list[str]:
    """What is left of the words that say something."""
    return [stem(word) for word in words if word not in COMMON and len(word) > 1 and not word.isdigit()]

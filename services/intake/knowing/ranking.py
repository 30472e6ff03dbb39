"""Which candidates are shown, and in what order. Pure; how well that works, `make eval` measures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.intake.knowing import origins
from shared.contracts.likeness import ANSWERS, KnownKind
from shared.contracts.vocabulary import ImposedBy

# Beside an idea that is shared: a word that is, either of them lent by linked reports, and from whom it comes.
WORDS, LENT, ORIGIN = 0.5, 0.5, 0.2
# A dossier has little more than a title: it is known by its reports.
LENT_TO_DOSSIER = 0.8
# When nobody says from whom it comes.
NO_ORIGIN = 0.65
# Below this, likeness is chance. What is no answer must resemble more: who sees it cannot be helped by it yet.
ENOUGH, ENOUGH_FOR_OTHERS = 0.37, 0.5
# Beside something that resembles it enough, an answer may resemble it less: what is right is not always the first.
BESIDE = 0.28
# An answer goes before what resembles the text not much more.
ANSWER_FIRST = 0.15


@dataclass(frozen=True)
class Likeness:
    """How much a known thing resembles a text: its shares of the text's ideas and words, and from whom it comes."""

    kind: KnownKind
    ideas: float
    words: float
    imposed_by: frozenset[ImposedBy]

    def score(self, imposed_by: ImposedBy | None) -> float:
        """From 0 to 1."""
        agrees = origins.agreement(imposed_by, self.imposed_by)
        return min(1.0, self.ideas + WORDS * self.words + ORIGIN * (NO_ORIGIN if agrees is None else agrees))


@dataclass(frozen=True)
class Ranked:
    """A candidate that is shown: its place in what was given, and its score."""

    index: int
    score: float


def ranked(given: Iterable[Likeness], imposed_by: ImposedBy | None, *, per_kind: int, limit: int) -> list[Ranked]:
    """The candidates that resemble the text enough, answers and the likeliest first: so many of a kind and in all."""
    scored = [(one.score(imposed_by), index, one.kind) for index, one in enumerate(given)]
    found = any(score >= _enough(kind) for score, _, kind in scored)
    enough = [one for one in scored if one[0] >= _enough(one[2]) or (found and one[2] in ANSWERS and one[0] >= BESIDE)]
    shown: list[Ranked] = []
    taken: Counter[KnownKind] = Counter()
    for score, index, kind in sorted(enough, key=_place):
        if taken[kind] < per_kind and len(shown) < limit:
            taken[kind] += 1
            shown.append(Ranked(index, score))
    return shown


def _place(scored: tuple[float, int, KnownKind]) -> tuple[float, int]:
    score, index, kind = scored
    return -(score + ANSWER_FIRST if kind in ANSWERS else score), index


def _enough(kind: KnownKind) -> float:
    return ENOUGH if kind in ANSWERS else ENOUGH_FOR_OTHERS

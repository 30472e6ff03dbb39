"""What a rule costs the practices under a dossier, and what an outcome gives back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from shared.contracts.vocabulary import Outcome

WEIGHT_BASIS = "schatting van de praktijken"


@dataclass(frozen=True)
class Estimate:
    """What one report says it costs one practice."""

    practice_id: UUID
    minutes_per_month: float


@dataclass(frozen=True)
class Weight:
    """How much a rule costs: different practices, and minutes a month of all together."""

    reports: int
    practices: int
    minutes_per_month: int


def weight(estimates: Iterable[Estimate]) -> Weight:
    """Add up, each practice once: by its largest estimate, for two reports can be about the same minutes."""
    return [Weight(0, 0, 0), *growth(estimates)][-1]


def growth(estimates: Iterable[Estimate]) -> Iterator[Weight]:
    """The weight after each report, in the order in which they came."""
    largest: dict[UUID, float] = {}
    minutes = 0.0
    for reports, estimate in enumerate(estimates, start=1):
        known = largest.get(estimate.practice_id, 0.0)
        largest[estimate.practice_id] = max(estimate.minutes_per_month, known)
        minutes += largest[estimate.practice_id] - known
        yield Weight(reports, len(largest), round(minutes))


# Outcomes after which practices get time back; of the others nothing is promised.
GIVES_TIME_BACK = frozenset({Outcome.ALREADY_SETTLED, Outcome.SOLVED, Outcome.RECORDED_NOWHERE})


@dataclass(frozen=True)
class Effect:
    """Minutes a month that an outcome can give back, and of those what practices say they got. Never added up."""

    possible: int
    confirmed: int


def effect(total: Weight, confirmed_by: Iterable[Estimate], possible_minutes: int | None) -> Effect:
    """What an outcome gives back: `possible_minutes` as the team put it, else all that practices estimated.

    Confirmed is the same share of what the practices estimated that said "yes, it is really solved"; each counts once.
    """
    possible = total.minutes_per_month if possible_minutes is None else possible_minutes
    if not total.minutes_per_month:
        return Effect(possible, 0)
    share = weight(confirmed_by).minutes_per_month / total.minutes_per_month
    return Effect(possible, round(possible * min(1.0, share)))

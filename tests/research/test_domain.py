from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.research import domain
from services.research.domain import (
    END_OF,
    ENDS,
    MOVES,
    REOPENS,
    DossierState,
    Estimate,
    MoveRefused,
    RecordedAnswer,
)
from shared.contracts.vocabulary import HandoverAnswer, NextActor, Outcome, RecordedIn

ONE, OTHER = uuid4(), uuid4()
estimates = some.builds(
    Estimate,
    some.sampled_from([UUID(int=number) for number in range(5)]),
    some.floats(0, 21 * 480),
)


def test_every_state_can_be_left_and_entered() -> None:
    assert set(MOVES) == set(DossierState)
    assert all(moves for moves in MOVES.values())
    assert {state for moves in MOVES.values() for state in moves} == set(DossierState)


@pytest.mark.parametrize("end", sorted(ENDS))
def test_an_end_only_goes_back_to_research(end: DossierState) -> None:
    assert domain.move(end, DossierState.RESEARCHING) is DossierState.RESEARCHING
    for other in ENDS:
        with pytest.raises(MoveRefused):
            domain.move(end, other)


def test_every_outcome_has_an_end() -> None:
    assert set(END_OF) == set(Outcome)
    assert set(END_OF.values()) == ENDS


def test_a_signal_does_not_count_as_solved() -> None:
    assert END_OF[Outcome.SIGNALLED] is DossierState.NOT_SOLVED


def test_only_taking_it_on_leaves_the_turn_with_the_body() -> None:
    assert set(REOPENS) == set(HandoverAnswer)
    assert [answer for answer in HandoverAnswer if not REOPENS[answer]] == [HandoverAnswer.ACCEPTED]


@pytest.mark.parametrize(
    ("state", "outcome", "sent", "actor"),
    [
        (DossierState.RESEARCHING, None, False, NextActor.TEAM),
        (DossierState.HANDED_OVER, Outcome.HANDED_OVER, False, NextActor.TEAM),
        (DossierState.HANDED_OVER, Outcome.HANDED_OVER, True, NextActor.PARTY),
        (DossierState.HANDED_OVER, Outcome.HANDLED_ELSEWHERE, False, NextActor.PARTY),
        (DossierState.SOLVED, Outcome.SOLVED, False, NextActor.NOBODY),
        (DossierState.NOT_SOLVED, Outcome.SIGNALLED, False, NextActor.NOBODY),
    ],
)
def test_it_is_always_clear_whose_turn_it_is(
    state: DossierState, outcome: Outcome | None, sent: bool, actor: NextActor
) -> None:
    assert domain.next_actor(state, outcome, sent=sent) is actor


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        ([], RecordedAnswer.UNKNOWN),
        ([RecordedIn.NOWHERE_FOUND], RecordedAnswer.NOWHERE),
        ([RecordedIn.PRACTICE_HABIT, RecordedIn.NOWHERE_FOUND], RecordedAnswer.HABIT),
        ([RecordedIn.LAW], RecordedAnswer.YES),
        ([RecordedIn.LAW, RecordedIn.REGIONAL_AGREEMENT], RecordedAnswer.YES),
        ([RecordedIn.POLICY_OR_CONTRACT, RecordedIn.NOWHERE_FOUND], RecordedAnswer.PARTLY),
        ([RecordedIn.LAW, RecordedIn.CONTRADICTORY], RecordedAnswer.CONTRADICTORY),
    ],
)
def test_what_was_found_comes_to_one_answer(found: list[RecordedIn], answer: RecordedAnswer) -> None:
    assert domain.recorded_answer(found) is answer


def test_all_eight_kinds_can_be_recorded() -> None:
    assert len(domain.RECORDABLE) == 8
    assert RecordedIn.UNKNOWN not in domain.RECORDABLE


def test_a_practice_counts_once_by_its_largest_estimate() -> None:
    total = domain.weight(
        [
            Estimate(ONE, 60),
            Estimate(ONE, 105),
            Estimate(OTHER, 15),
        ]
    )
    assert (total.reports, total.practices, total.minutes_per_month) == (3, 2, 120)


@given(some.lists(estimates, max_size=12), estimates)
def test_one_more_report_never_makes_a_rule_lighter(known: list[Estimate], one_more: Estimate) -> None:
    before, after = domain.weight(known), domain.weight([*known, one_more])
    assert after.minutes_per_month >= before.minutes_per_month
    assert after.practices >= before.practices
    assert after.reports == before.reports + 1


def test_pseudonyms_follow_the_order_of_joining() -> None:
    assert domain.pseudonyms([OTHER, ONE, OTHER]) == {OTHER: "Praktijk 1", ONE: "Praktijk 2"}


def test_a_reference_has_a_two_digit_year_and_three_digits() -> None:
    assert domain.reference(2026, 14) == "D-26-014"
    assert domain.reference(2026, 1014) == "D-26-1014"

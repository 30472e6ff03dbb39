from datetime import date

import pytest

from services.escalation import domain
from services.escalation.domain import MOVES, STATE_AFTER, HandoverState, MoveRefused
from shared.contracts.vocabulary import HandoverAnswer, NextActor

ALLOWED = [(state, to) for state, moves in MOVES.items() for to in sorted(moves)]
REFUSED = [(state, to) for state in HandoverState for to in HandoverState if to not in MOVES[state]]


@pytest.mark.parametrize(("state", "to"), ALLOWED)
def test_allowed_moves_are_made(state: HandoverState, to: HandoverState) -> None:
    assert domain.move(state, to) is to


@pytest.mark.parametrize(("state", "to"), REFUSED)
def test_other_moves_are_refused(state: HandoverState, to: HandoverState) -> None:
    with pytest.raises(MoveRefused):
        domain.move(state, to)


def test_every_state_has_its_moves_and_every_answer_its_state() -> None:
    assert set(MOVES) == set(HandoverState)
    assert set(STATE_AFTER) == set(HandoverAnswer)


@pytest.mark.parametrize(
    ("state", "actor"),
    [
        (HandoverState.DRAFT, NextActor.TEAM),
        (HandoverState.SENT, NextActor.PARTY),
        (HandoverState.RECEIVED, NextActor.PARTY),
        (HandoverState.ANSWERED, NextActor.TEAM),
        (HandoverState.REFUSED, NextActor.TEAM),
        (HandoverState.SILENT, NextActor.TEAM),
        (HandoverState.CLOSED, NextActor.NOBODY),
    ],
)
def test_it_is_always_clear_whose_turn_it_is(state: HandoverState, actor: NextActor) -> None:
    assert domain.next_actor(state) is actor


def test_what_a_body_took_on_it_cannot_take_on_again() -> None:
    assert domain.answers_possible(HandoverState.SENT) == list(HandoverAnswer)
    assert HandoverAnswer.ACCEPTED not in domain.answers_possible(HandoverState.RECEIVED)
    assert domain.answers_possible(HandoverState.SILENT) == list(HandoverAnswer)
    assert domain.answers_possible(HandoverState.DRAFT) == []


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        (HandoverState.SENT, date(2026, 12, 18), False),
        (HandoverState.SENT, date(2026, 12, 19), True),
        (HandoverState.RECEIVED, date(2026, 12, 19), True),
        (HandoverState.ANSWERED, date(2026, 12, 19), False),
    ],
)
def test_only_who_must_answer_can_be_late(state: HandoverState, today: date, late: bool) -> None:
    assert domain.is_late(state, date(2026, 12, 18), today) is late


def test_weeks_are_whole_weeks() -> None:
    assert domain.weeks_between(date(2026, 11, 20), date(2026, 12, 26)) == 5


def test_what_is_missing_is_named_in_the_order_of_the_form() -> None:
    full = dict.fromkeys(domain.REQUIRED, "iets")
    assert domain.missing(full) == []
    assert domain.missing({**full, "wanted": "", "category": None}) == ["category", "wanted"]


def test_a_reference_has_a_two_digit_year_and_three_digits() -> None:
    assert domain.reference(2026, 1) == "H-26-001"

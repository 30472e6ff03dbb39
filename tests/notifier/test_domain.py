from datetime import timedelta

import pytest

from services.notifier.domain import ENDS, MAX_TRIES, MOVES, MoveRefused, check_move, pause_after, relay_pause
from shared.contracts.vocabulary import MailState


def test_pauses_grow_and_end_after_three_days() -> None:
    pauses = [pause_after(tries, 0.5) for tries in range(1, MAX_TRIES + 1)]
    waited = [pause for pause in pauses if pause is not None]

    assert waited[:5] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60)]
    assert timedelta(hours=71) <= sum(waited, timedelta()) <= timedelta(hours=72)
    assert pauses[-1] is None


def test_pauses_are_spread_around_the_hour() -> None:
    assert pause_after(10, 0.0) == timedelta(minutes=54)
    assert pause_after(10, 1.0) == timedelta(minutes=66)


def test_waiting_for_our_own_server_takes_seconds_only() -> None:
    assert [relay_pause(waits).total_seconds() for waits in (1, 2, 3, 4, 5, 6, 500)] == [1, 2, 4, 8, 16, 30, 30]


def test_nothing_leaves_an_end_state_and_nothing_is_sent_unless_it_was_going_out() -> None:
    assert set(MOVES) == set(MailState)
    assert {state for state, moves in MOVES.items() if not moves} == ENDS
    assert [state for state, moves in MOVES.items() if MailState.SENT in moves] == [MailState.SENDING]


def test_a_move_that_is_not_in_the_table_is_refused() -> None:
    check_move(MailState.PENDING, MailState.SENDING)
    with pytest.raises(MoveRefused):
        check_move(MailState.SENT, MailState.SENDING)

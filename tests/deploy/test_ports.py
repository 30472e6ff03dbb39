import socket

import pytest

from deploy.embedded.failure import StartError
from deploy.embedded.ports import LOOPBACK, free_port, port_of, take_port


def test_a_free_port_is_taken_as_asked() -> None:
    wanted = free_port()
    with take_port("PORT", wanted, set_by_hand=True) as taken:
        assert port_of(taken) == wanted


def test_a_busy_default_gives_the_next_free_one() -> None:
    first = take_port("PORT", free_port(), set_by_hand=False)
    with first, take_port("PORT", port_of(first), set_by_hand=False) as second:
        assert port_of(second) > port_of(first)


def test_a_busy_port_set_by_hand_is_refused_in_one_line() -> None:
    taken = take_port("PORT", free_port(), set_by_hand=True)
    refused = pytest.raises(StartError, match=rf"^port {port_of(taken)} is busy: set PORT to a free one$")
    with taken, refused:
        take_port("PORT", port_of(taken), set_by_hand=True)


def test_only_loopback_is_listened_on() -> None:
    with take_port("PORT", 0, set_by_hand=False) as taken:
        assert taken.getsockname()[0] == LOOPBACK


def test_the_broker_keeps_its_port_until_somebody_else_has_it() -> None:
    kept = free_port()
    assert free_port(kept) == kept
    with socket.create_server((LOOPBACK, kept)):
        assert free_port(kept) != kept

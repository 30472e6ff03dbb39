import pytest

from deploy.embedded import terminal
from deploy.embedded.terminal import Terminal


def test_a_step_of_the_preparation_is_shown_with_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().teller("prepare")("progress: database: up to date")
    assert capsys.readouterr().out.split() == ["database", "up", "to", "date", "0.0", "s"]


def test_a_noisy_child_does_not_flood_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    tell = Terminal().teller("nats")
    for number in range(100):
        tell(f"violation {number}")
    assert capsys.readouterr().out.count("violation") == terminal.LINES_PER_PAUSE


def test_nothing_is_shown_while_it_stops(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Terminal()
    shown.quiet = True
    shown.teller("worker")("broker_disconnected")
    assert capsys.readouterr().out == ""

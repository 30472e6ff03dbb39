import os
import signal
import sys

from deploy.embedded.forked import Forked


def speak(word: str) -> int:
    print(word, os.environ["EXTRA"])
    print("and to stderr", file=sys.stderr)
    return 7


def fall() -> None:
    raise ValueError("a reason")


def wait_long() -> None:
    signal.pause()


async def test_what_a_fork_prints_and_answers_comes_back() -> None:
    running = await Forked("probe", speak, ("hello",), {"EXTRA": "there"}).launch()
    assert sorted((await running.output.read()).splitlines()) == [b"and to stderr", b"hello there"]
    assert await running.wait() == 7


async def test_a_fork_that_falls_leaves_its_reason() -> None:
    running = await Forked("probe", fall).launch()
    assert b"ValueError: a reason" in await running.output.read()
    assert await running.wait() == 1


async def test_a_fork_stands_apart_from_the_terminal_and_hears_signals() -> None:
    running = await Forked("probe", wait_long).launch()
    while os.getsid(running.pid) != running.pid:
        pass
    running.send(signal.SIGTERM)
    assert await running.wait() == -signal.SIGTERM
    running.send(signal.SIGTERM)

"""Backups one after the other, so that a loss costs minutes."""

import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

from deploy.embedded.failure import StartError

SHORTEST_PAUSE_SECONDS = 1.0
AFTER_FAILURE_SECONDS = 30.0


def every(seconds: float, make: Callable[[], None], complain: Callable[[str], None]) -> None:
    """Begin a backup every so many seconds, until SIGTERM; one that fails is told, and tried again soon."""
    signal.signal(signal.SIGTERM, _end)
    while True:
        began = time.monotonic()
        try:
            make()
            pause = began + seconds - time.monotonic()
        except StartError as error:
            complain(f"no backup: {error}")
            pause = min(seconds, AFTER_FAILURE_SECONDS)
        time.sleep(max(pause, SHORTEST_PAUSE_SECONDS))


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)

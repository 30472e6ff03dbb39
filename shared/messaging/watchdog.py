"""Ends a worker that stopped making progress, so that whoever started it starts it again.

It runs in a thread of its own, because an event loop that hangs cannot watch itself.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence

from shared.logging import get_logger
from shared.messaging.progress import Progress

log = get_logger(__name__)

LOOK_SECONDS = 5.0
EXIT_CODE = 70


class Watchdog:
    """Looks at the progress of every service of this process."""

    def __init__(
        self,
        watched: Sequence[Progress],
        end: Callable[[int], None] = os._exit,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watched, self._end, self._now = watched, end, now
        self._looked_at = now()

    def start(self) -> None:
        """Look every five seconds, for as long as the process lives."""
        threading.Thread(target=self._run, name="watchdog", daemon=True).start()

    def look(self) -> None:
        """End the process when a part is stuck."""
        if self._was_asleep():
            for progress in self._watched:
                progress.forgive()
            return
        for progress in self._watched:
            for part in progress.stuck():
                seconds = round(progress.ages()[part][0])
                log.critical("worker_stuck", service=progress.service, part=part, seconds=seconds)
                self._end(EXIT_CODE)
                return

    def _was_asleep(self) -> bool:
        # A process that was stopped, or a machine that slept, missed turns without being stuck.
        before, self._looked_at = self._looked_at, self._now()
        return self._looked_at - before > 3 * LOOK_SECONDS

    def _run(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.look()

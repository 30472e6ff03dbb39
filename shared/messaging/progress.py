"""What the loops of one service did last. Kept in memory: the watchdog and the heartbeat look at it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

LIMIT_SECONDS = 60.0


@dataclass
class Turn:
    """When a part took its last turn (monotonic seconds), and within how many seconds the next one must come."""

    at: float
    limit: float


class Progress:
    """The last turn of each part of one service's worker."""

    def __init__(self, service: str, now: Callable[[], float] = time.monotonic) -> None:
        self.service = service
        self._now = now
        self._turns: dict[str, Turn] = {}

    def expect(self, part: str, limit: float = LIMIT_SECONDS) -> None:
        """From now on this part takes a turn within so many seconds."""
        self._turns[part] = Turn(self._now(), limit)

    def note(self, part: str) -> None:
        """The part took a turn; one that nobody expects anything of yet may."""
        if turn := self._turns.get(part):
            turn.at = self._now()

    def ages(self) -> dict[str, tuple[float, float]]:
        """For each part the seconds since its last turn, and its limit."""
        now = self._now()
        return {part: (now - turn.at, turn.limit) for part, turn in dict(self._turns).items()}

    def stuck(self) -> list[str]:
        """The parts whose next turn should have come by now."""
        return sorted(part for part, (age, limit) in self.ages().items() if age > limit)

    def forgive(self) -> None:
        """Begin counting anew, after a time in which nobody could take a turn."""
        for turn in self._turns.values():
            turn.at = self._now()

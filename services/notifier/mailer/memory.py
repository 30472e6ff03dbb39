"""The small twin for tests: passes the same suite as the real one."""

from collections import deque

from services.notifier.mailer.port import Delivered, Letter, Result, Uncertain


class MemoryMailer:
    """Answers what it was told to, one result per letter, and takes the rest."""

    def __init__(self, *results: Result) -> None:
        self.results = deque(results)
        self.taken: list[Letter] = []

    async def send(self, letter: Letter) -> Result:
        """Give the next result; the letter counts as taken when it was, or may have been."""
        result = self.results.popleft() if self.results else Delivered()
        if isinstance(result, Delivered | Uncertain):
            self.taken.append(letter)
        return result

    async def close(self) -> None:
        """Nothing to hang up."""

"""What a person sees while the system starts, runs and stops."""

import time
from collections import deque
from collections.abc import Callable

from deploy.embedded.logfile import PROGRESS

LINES_PER_PAUSE = 5
PAUSE_SECONDS = 30.0


class Terminal:
    """Short lines; the whole logs are in files."""

    def __init__(self) -> None:
        self.quiet = False
        self._began = time.monotonic()

    def line(self, text: str = "") -> None:
        """Show a line now."""
        print(text, flush=True)

    def step(self, what: str, result: str) -> None:
        """Show that a part is ready, and when."""
        self.line(f"  {what:<12}{result:<40}{time.monotonic() - self._began:5.1f} s")

    def stopping(self) -> None:
        """Show that the stop was heard."""
        self.line("\nRegelWijzer stops …")

    def teller(self, name: str) -> Callable[[str], None]:
        """Where one child's lines for a person go: a few in half a minute, the rest stay in its log."""
        said: deque[float] = deque(maxlen=LINES_PER_PAUSE)

        def tell(text: str) -> None:
            if text.startswith(PROGRESS):
                what, _, result = text.removeprefix(PROGRESS).partition(": ")
                return self.step(what, result)
            now = time.monotonic()
            if self.quiet or (len(said) == LINES_PER_PAUSE and now - said[0] < PAUSE_SECONDS):
                return None
            said.append(now)
            return self.line(f"  {name}: {text}")

        return tell

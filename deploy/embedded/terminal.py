"""What a person sees while the system starts, runs and stops."""

import time
from collections.abc import Callable

from deploy.embedded.logfile import PROGRESS

REPEAT_AFTER_SECONDS = 30.0


class Terminal:
    """Short lines; the whole logs are in files."""

    def __init__(self) -> None:
        self.quiet = False
        self._began = time.monotonic()
        self._said: dict[str, float] = {}

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
        """Where one child's lines for a person go; the same line shows once in half a minute."""

        def tell(text: str) -> None:
            if text.startswith(PROGRESS):
                what, _, result = text.removeprefix(PROGRESS).partition(": ")
                return self.step(what, result)
            line, now = f"  {name}: {text}", time.monotonic()
            if self.quiet or now - self._said.get(line, -REPEAT_AFTER_SECONDS) < REPEAT_AFTER_SECONDS:
                return None
            self._said[line] = now
            return self.line(line)

        return tell

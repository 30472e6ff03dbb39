"""The name lists of this process: prepared once per installation, loaded once per process."""

import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from threading import Lock, Thread

from shared.privacy.listed_names import ListedNames
from shared.privacy.lists import load, write

# Beside the packages: whoever may write there could change the code as well.
INSTALLED = Path(sys.prefix) / "share" / "regelwijzer"


class ListsOfNames:
    """The lists, loaded by whoever asks first; everybody else waits for that."""

    def __init__(self, file: Callable[[], Path]) -> None:
        self._file = file
        self._lock = Lock()
        self._names: ListedNames | None = None

    def __call__(self, sentence: str) -> list[tuple[int, int]]:
        """The begin and end of each name in a sentence."""
        names = self._names or self._loaded()
        return names(sentence)

    def _loaded(self) -> ListedNames:
        with self._lock:
            if self._names is None:
                self._names = load(self._file())
            return self._names

    def warm(self) -> Thread:
        """Load them in a thread of their own, so that the first text does not have to wait."""
        thread = Thread(target=self, args=("Jan",), name="names", daemon=True)
        thread.start()
        return thread


def prepared() -> Path:
    """The file with the prepared lists; makes it when it is not there, which takes two to three seconds."""
    file = INSTALLED / f"names-{version('deduce')}.json"
    if file.exists():
        return file
    try:
        INSTALLED.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="names-", dir=INSTALLED))
    except OSError:
        # An installation that may not be written to: for this process only.
        fresh = Path(tempfile.mkdtemp(prefix="regelwijzer-names-"))
        file = fresh / file.name
    written = fresh / "written"
    write(written)
    written.chmod(0o644)
    # Another process may have been first; then its lists are as good as these.
    written.replace(file)
    if fresh.parent == INSTALLED:
        fresh.rmdir()
    return file


NAMES = ListsOfNames(prepared)

if __name__ == "__main__":
    print(f"names: {prepared()}")

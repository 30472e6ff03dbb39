"""The name lists of this process: prepared once per installation, loaded once per process."""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from threading import Lock, Thread

from shared.privacy.lists import Names, prepare

# Beside the packages: whoever may write there could change the code as well.
INSTALLED = Path(sys.prefix) / "share" / "regelwijzer"


class ListsOfNames:
    """The lists, loaded by whoever asks first; everybody else waits for that. One text is looked through at a time."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._lock = Lock()
        self._names: Names | None = None

    def __call__(self, sentence: str) -> list[tuple[int, int]]:
        """The begin and end of each name in a sentence."""
        with self._lock:
            if self._names is None:
                self._names = Names(self._folder())
            return self._names(sentence)

    def warm(self) -> Thread:
        """Load them in a thread of their own, so that the first text does not have to wait."""
        thread = Thread(target=self, args=("Jan",), name="names", daemon=True)
        thread.start()
        return thread


def prepared() -> Path:
    """The folder with the prepared lists; makes it when it is not there, which takes two to three seconds."""
    folder = INSTALLED / f"names-{version('deduce')}"
    if (folder / "cache").exists():
        return folder
    try:
        INSTALLED.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="names-", dir=INSTALLED))
    except OSError:
        # An installation that may not be written to: for this process only.
        fresh = Path(tempfile.mkdtemp(prefix="regelwijzer-names-"))
        prepare(fresh)
        return fresh
    return _put_in_place(fresh, folder)


def _put_in_place(fresh: Path, folder: Path) -> Path:
    prepare(fresh)
    fresh.chmod(0o755)
    # Another process may have been first; then its lists are as good as these.
    with contextlib.suppress(OSError):
        fresh.rename(folder)
    shutil.rmtree(fresh, ignore_errors=True)
    return folder


NAMES = ListsOfNames(prepared)

if __name__ == "__main__":
    print(f"names: {prepared()}")

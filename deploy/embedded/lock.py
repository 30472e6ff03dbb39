"""One running copy on one data folder. NATS does not lock its store, so we do."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded.failure import StartError

# The children of a killed supervisor need a moment to end; they hold the lock until then.
PATIENCE_SECONDS = 1.5


@contextmanager
def held(lock: Path) -> Iterator[int]:
    """Hold the lock as long as the block runs and yield its file descriptor, to be inherited by the children:
    the lock is free again when the last of them has ended, however that happens.

    Raises StartError when another copy holds it.
    """
    with lock.open("w") as file:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not _taken(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() > give_up:
                raise StartError(f"another copy already runs on {lock.parent} (DATA_DIR chooses another)")
            time.sleep(0.05)
        yield file.fileno()


def is_held(lock: Path) -> bool:
    """Whether a copy runs on this data folder."""
    try:
        with lock.open("r") as file:
            return not _taken(file.fileno(), fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _taken(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

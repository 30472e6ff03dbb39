"""What a failure means. The kind of the error decides; nothing else does."""

from collections.abc import Sequence

from pydantic import ValidationError
from sqlalchemy.exc import DataError, DBAPIError

from shared.database.connection import sqlstate

# Seconds between tries of a fact whose handling fails; after the last one it is parked.
PACES: Sequence[float] = (0.5, 2, 10, 60, 300)


class Alarm(Exception):
    """Why a worker ends, in one line for people that quotes no message."""


class TooEarly(Exception):
    """A fact came before the one it builds on. Durables run side by side, so that is normal; it is tried again."""


class Unreadable(ValueError):
    """The message is not a fact of the kind and version this subscriber hears."""


def is_hopeless(error: Exception) -> bool:
    """Whether the same message can never be handled, so that trying again is of no use."""
    if isinstance(error, Unreadable | ValidationError | DataError | UnicodeError | RecursionError):
        return True
    # asyncpg reports what PostgreSQL cannot store (a NUL character) as class 22.
    return isinstance(error, DBAPIError) and sqlstate(error).startswith("22")


def pause_after(failures: int) -> float | None:
    """Seconds to wait after the n-th failure, or None when it is time to park."""
    return PACES[failures - 1] if failures <= len(PACES) else None

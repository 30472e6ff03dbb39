"""Why we do not take a file."""

from enum import StrEnum


class Why(StrEnum):
    """The reason, as a code; `sentences` says it to people."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    KIND = "kind"
    DAMAGED = "damaged"
    LOCKED = "locked"
    MACROS = "macros"
    TOO_COMPLEX = "too_complex"


class Refused(Exception):
    """We do not take this file."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why

"""Who somebody is by the word of their organisation, and what may go wrong on the way there and back."""

from dataclasses import dataclass


class Cancelled(Exception):
    """Somebody turned back at the organisation."""


class NotTrusted(Exception):
    """What came back is not an answer to what we asked."""


class Unreachable(Exception):
    """The organisation does not answer."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is, by the word of their organisation. `email` only when it is theirs for sure."""

    subject: str
    email: str | None
    did_second_step: bool

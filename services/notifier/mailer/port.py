"""What can become of a mail at the door of a mail server.

`why` is always our own sentence: a server's words can repeat the address, and these are told to others.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """One message for one receiver, as it goes over the line."""

    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True)
class Delivered:
    """The server took it."""

    code: int = 250


@dataclass(frozen=True)
class Deferred:
    """Not now; nothing was taken. Trying later can help."""

    code: int | None
    why: str


@dataclass(frozen=True)
class Refused:
    """Never; trying again is of no use."""

    code: int | None
    why: str


@dataclass(frozen=True)
class Uncertain:
    """Everything was sent and the server did not say whether it took it (RFC 1047)."""

    why: str


@dataclass(frozen=True)
class RelayDown:
    """Our own mail server cannot be used. That says nothing about this mail: all of them wait."""

    why: str
    code: int | None = None


Result = Delivered | Deferred | Refused | Uncertain | RelayDown


class Mailer(Protocol):
    """Something that sends mail."""

    async def send(self, letter: Letter) -> Result:
        """Send it; never raises for what a mail server does or fails to do."""

    async def close(self) -> None:
        """Hang up."""

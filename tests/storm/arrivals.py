"""The mails that arrived, read from the sink's folder while they come."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path
from uuid import UUID

from services.notifier.rendering.message import RESENT_HEADER

LOOK_SECONDS = 0.2
HEAD_BYTES = 4096
_headers = BytesHeaderParser(policy=policy.compat32)


@dataclass(frozen=True)
class Arrived:
    """One mail as it came in. `mail_id` is the notifier's, None when the mail is not one of ours."""

    mail_id: UUID | None
    to: str
    at: float
    resent: bool


def read_folder(folder: Path, besides: Collection[str] = ()) -> dict[str, Arrived]:
    """The mails in a folder by the name of their file, in the order of arrival."""
    names = sorted(path.name for path in folder.glob("*.eml") if path.name not in besides)
    return {name: _read(folder / name) for name in names}


def _read(file: Path) -> Arrived:
    with file.open("rb") as opened:
        found = _headers.parsebytes(opened.read(HEAD_BYTES))
    nanoseconds = int(file.name.split("-")[0])
    return Arrived(
        mail_id=mail_id_of(found["Message-ID"] or ""),
        to=(found["X-Envelope-To"] or "").lower(),
        at=nanoseconds / 1e9,
        resent=RESENT_HEADER in found,
    )


def mail_id_of(message_id: str) -> UUID | None:
    """The notifier's id of a mail, which stands in its Message-ID."""
    try:
        return UUID(message_id.strip("<> ").partition("@")[0])
    except ValueError:
        return None


class Arrivals:
    """Tells who got mail, as soon as it is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, Arrived] = {}
        self._count: defaultdict[str, int] = defaultdict(int)

    def count(self, address: str) -> int:
        """How many mails came for an address."""
        return self._count[address]

    @property
    def all(self) -> list[Arrived]:
        """Every mail that came."""
        return list(self._seen.values())

    def look(self) -> None:
        """Read what is new."""
        new = read_folder(self._folder, self._seen)
        self._seen |= new
        for arrived in new.values():
            self._count[arrived.to] += 1

    async def watch(self) -> None:
        """Keep reading, for ever."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_SECONDS)

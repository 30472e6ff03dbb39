"""Looking for something in everything: each service finds its own things, and the browser puts them on one page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from shared.paging import PAGE_SIZE, Page
from shared.web.pages import page

SEARCH = "/team/zoek"
LONGEST = 100  # characters
# With fewer letters nearly everything is found.
SHORTEST = 2
# Whoever found more than this asks for too little; counting on would take longer the more there is.
COUNTED = 249
# How much the page with all kinds shows of each.
FEW = 5


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can be found. `prefix` is how its references begin, `width` how many digits they have."""

    code: str
    label: str
    prefix: str = ""
    width: int = 0

    def address(self, words: str, **more: str) -> str:
        """Where what was found of this kind stands."""
        return f"{SEARCH}/{self.code}?{urlencode({'q': words, **more})}"

    def reference(self, words: str) -> str:
        """The reference these words are, as it is written: `rw 26 418` is `RW-26-0418`. Empty when they are none."""
        found = re.fullmatch(rf"\W*{self.prefix}\W*(\d{{2}})\W*(\d{{1,6}})\W*", words.upper()) if self.width else None
        return f"{self.prefix}-{found[1]}-{found[2]:0>{self.width}}" if found else ""


REPORTS = Kind("meldingen", "Meldingen", "RW", 4)
DOSSIERS = Kind("dossiers", "Dossiers", "D", 3)
HANDOVERS = Kind("doorzetten", "Doorzettingen", "H", 3)
TABLES = Kind("overleggen", "Overleggen")
ITEMS = Kind("kennis", "Kennis")
PARTIES = Kind("organisaties", "Organisaties")
KINDS = (REPORTS, DOSSIERS, TABLES, HANDOVERS, ITEMS, PARTIES)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. `few` when only the first are wanted, for the page with all kinds."""

    words: str
    number: int = 1
    few: bool = False

    @property
    def enough(self) -> bool:
        """Whether there is something to look for."""
        return len(self.words) >= SHORTEST

    @property
    def each(self) -> list[str]:
        """Its words, each of which has to be there."""
        return self.words.lower().split()

    @property
    def size(self) -> int:
        """How many things are shown at once."""
        return FEW if self.few else PAGE_SIZE


@dataclass(frozen=True)
class Found:
    """One thing that was found: where it is, what it is called, and what helps to tell it from others."""

    href: str
    title: str
    text: str = ""
    reference: str = ""
    about: Sequence[str] = ()


def typed(words: str) -> str:
    """What was typed, in one line."""
    return " ".join(words.replace("\0", "").split())[:LONGEST].strip()


def _asked(q: str = "", pagina: Annotated[int, Query(ge=1, le=COUNTED)] = 1, kort: str = "") -> Asked:
    return Asked(typed(q), 1 if kort else pagina, bool(kort))


Searched = Annotated[Asked, Depends(_asked)]


def results(request: Request, kind: Kind, asked: Asked, found: Sequence[Found], total: int) -> Response:
    """The page with what was found of one kind; also the part of it that the page with all kinds shows.

    A `total` over COUNTED stands for more.
    """
    return page(
        request,
        "search/found.html",
        kind=kind,
        kinds=KINDS,
        asked=asked,
        found=found,
        total=total,
        more_than=COUNTED if total > COUNTED else 0,
        listed=Page(asked.number, found, min(total, COUNTED)),
        numbered=f"{kind.address(asked.words)}&pagina=",
    )

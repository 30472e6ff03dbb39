"""Which cases somebody looks at, and in what order: kept in the address, so that it can be sent and saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from shared.contracts.vocabulary import Choice, ImposedBy
from shared.themes.theme import Theme, all_themes

# Whose cases, besides an id of a member.
MINE, NOBODYS = "ik", "niemand"
LONGEST_SEARCH = 100  # characters
# Cases of which no region is known; a name of a region is another.
UNKNOWN_REGION = "onbekend"
LONGEST_REGION = 80  # characters


class View(Choice):
    """The tabs of the queue."""

    NEW = "te-beoordelen", "Te beoordelen"
    REACTION = "reactie-binnen", "Reactie binnen"
    QUESTION = "wacht-op-melder", "Wacht op melder"
    TO_LINK = "te-koppelen", "Te koppelen"
    OPEN = "alle-open", "Alle open"
    HANDLED = "afgehandeld", "Afgehandeld"


class Kind(Choice):
    """What is special about a case."""

    LATE = "te-laat", "Te laat"
    UNTOUCHED = "blijft-liggen", "Blijft liggen"
    JOINED = "ik-ook", "Ik ook"
    DOUBTED = "werkt-niet", "Afspraak werkt niet"
    REOPENING = "heropenen", "Vraagt om heropenen"
    CAME_BACK = "terug", "Vanzelf terug"
    BY_PHONE = "telefonisch", "Telefonisch"
    WITH_FILES = "bijlagen", "Met bijlagen"


class Period(Choice):
    """How long ago a report came in, at most."""

    WEEK = "week", "Afgelopen 7 dagen"
    MONTH = "maand", "Afgelopen 30 dagen"
    QUARTER = "kwartaal", "Afgelopen 90 dagen"

    def since(self, moment: datetime) -> datetime:
        """When the period began that ends at a moment."""
        return moment - timedelta(days={Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 90}[self])


class Order(Choice):
    """What comes first."""

    DEADLINE = "termijn", "Oudste termijn eerst"
    WEIGHT = "uren", "Meeste uren eerst"


_Of = TypeVar("_Of", bound=Choice)


@dataclass(frozen=True)
class QueueFilter:
    """Which cases to list.

    `region` is a name, UNKNOWN_REGION, or empty for all. `handler` is an id of a member, MINE, NOBODYS, or empty for
    everybody's.
    """

    view: View = View.NEW
    words: str = ""
    imposed_by: ImposedBy | None = None
    theme: Theme | None = None
    region: str = ""
    handler: str = ""
    kind: Kind | None = None
    period: Period | None = None
    order: Order = Order.DEADLINE

    @staticmethod
    def read(asked: Mapping[str, str]) -> "QueueFilter":
        """What an address asks for; what it says wrongly is left out."""
        return QueueFilter(
            _choice(View, asked.get("lijst")) or View.NEW,
            _line(asked.get("q", ""), LONGEST_SEARCH),
            _choice(ImposedBy, asked.get("van")),
            next((one for one in all_themes() if one == asked.get("thema")), None),
            _line(asked.get("regio", ""), LONGEST_REGION),
            _handler(asked.get("wie", "")),
            _choice(Kind, asked.get("soort")),
            _choice(Period, asked.get("periode")),
            _choice(Order, asked.get("eerst")) or Order.DEADLINE,
        )

    def but(self, **changes: Any) -> "QueueFilter":
        """The same with other parts."""
        return replace(self, **changes)

    def asked(self) -> dict[str, str]:
        """The part of the address that says it; what speaks for itself is left out."""
        said = {
            "lijst": self.view.value,
            "q": self.words,
            "van": self.imposed_by or "",
            "thema": self.theme or "",
            "regio": self.region,
            "wie": self.handler,
            "soort": self.kind or "",
            "periode": self.period or "",
            "eerst": "" if self.order is Order.DEADLINE else self.order.value,
        }
        return {name: str(value) for name, value in said.items() if value}

    def query(self, **more: str) -> str:
        """The same as a query string."""
        return urlencode(self.asked() | more)

    def narrowed_by(self) -> Iterator[str]:
        """The parts that leave cases out, besides the tab."""
        for field in fields(self):
            if field.name not in ("view", "order") and getattr(self, field.name):
                yield field.name

    @property
    def is_by_weight(self) -> bool:
        """Whether the heaviest come first; what was handled goes by when that was."""
        return self.order is Order.WEIGHT and self.view is not View.HANDLED

    def cleared(self) -> "QueueFilter":
        """The tab and the order, without anything that leaves cases out."""
        return QueueFilter(self.view, order=self.order)


def _line(given: str, longest: int) -> str:
    return " ".join(given.replace("\0", "").split())[:longest]


def _choice(kind: type[_Of], given: str | None) -> _Of | None:
    return next((one for one in kind if one.value == given), None)


def _handler(given: str) -> str:
    if given in (MINE, NOBODYS):
        return given
    try:
        return str(UUID(given))
    except ValueError:
        return ""

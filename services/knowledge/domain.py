"""What a known item is and who may read it. Pure."""

import unicodedata
from datetime import date

from shared.contracts.vocabulary import Choice
from shared.dutch import MONTHS

NO_AGREEMENT = "We vonden hierover geen afspraak."


class Suggestion(Choice):
    """What the catalogue suggests as a first reaction; the team decides."""

    ALREADY_SETTLED = "already_settled", "Al geregeld"
    INVESTIGATE = "investigate", "Onderzoeken"
    HANDLED_ELSEWHERE = "handled_elsewhere", "Elders in behandeling"
    ESCALATE = "escalate", "Doorzetten naar HIT"
    NOT_SOLVABLE = "not_solvable", "Niet op te lossen in de regio"
    SIGNAL = "signal", "Signaal afgeven"


class EstimateBasis(Choice):
    """What a number about time rests on."""

    ESTIMATE = "estimate", "schatting"
    MEASURED = "measured", "meting"


def is_public(checked_on: date | None, *, demo: bool) -> bool:
    """Whether everybody may read an item: after somebody checked it, or as an example in the demo."""
    return demo or checked_on is not None


def agreement_code(year: int, number: int) -> str:
    """`A-26-001`: the number of an agreement that the team made. `year` in four digits."""
    return f"A-{year % 100:02d}-{number:03d}"


def short_answer(summary: str | None) -> str:
    """What is agreed in a few sentences, or that nothing was found."""
    return summary or NO_AGREEMENT


def times_text(times_per_month: float) -> str:
    """`8 keer per maand`; what happens less than once a month is counted per year."""
    if times_per_month >= 1:
        return f"{times_per_month:.0f} keer per maand"
    return f"{max(times_per_month * 12, 1):.0f} keer per jaar"


def since_text(valid_from: str) -> str:
    """`2004`, `mei 2024` or `1 januari 2016`: as exact as the source."""
    year, *rest = valid_from.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{month} {year}" if len(rest) == 1 else f"{int(rest[1])} {month} {year}"


def web_link(place: str | None) -> str | None:
    """The place where a source stands when that is a complete address on the web, else None."""
    return place if place and place.startswith(("https://", "http://")) else None


def plain(text: str) -> str:
    """Text as it is searched: lower case, without accents, with single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())

"""Dates on which somebody was born; a date of an agreement or a meeting is not one."""

import re
from collections.abc import Iterator

from shared import clock
from shared.privacy.finding import Finding, Kind
from shared.privacy.surroundings import words_before

MONTHS = ("jan", "feb", "maart|mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
DATE = re.compile(
    rf"(?<![\d\-/.])(?:(?P<iso>(?:19|20)\d\d-\d\d?-\d\d?)"
    rf"|\d\d?(?P<mark>[\-/. ])\d\d?(?P=mark){YEAR}"
    rf"|\d\d?e? ?{MONTH} ?{YEAR}"
    rf"|\d{{6}}|\d{{8}})(?![\d\-/])",
    re.IGNORECASE,
)
CUE = re.compile(
    r"(?:\bgeb(?:oren|oortedatum|oortedag|\.?dat(?:um)?\.?|dd?|\.| )|\bgd\b|\*)"
    r"|\b(?:hij|zij|ze|meneer|mevrouw|mevr\.?|pati[eë]nte?|cli[eë]nte?|kind|die) is (?:er een )?(?:nog )?van$",
    re.IGNORECASE,
)
BARE = re.compile(r"\d{6}|\d{8}")
BORN_AFTER = re.compile(r"\s*(?:\)|,)?\s*(?:geboren|geb\.)", re.IGNORECASE)
OLDEST_YEARS = 115


def find(text: str, names: list[Finding]) -> Iterator[Finding]:
    """Every date that is said to be a birthday, or stands right behind a name."""
    ends = {found.end for found in names}
    for found in DATE.finditer(text):
        told = CUE.search(words_before(text, found.start(), 6)) or BORN_AFTER.match(text, found.end())
        beside = not BARE.fullmatch(found[0]) and _stands_behind(text, found.start(), ends)
        if (told or beside) and _may_be_a_birthday(found[0]):
            yield Finding(found.start(), found.end(), Kind.BIRTH_DATE)


def _stands_behind(text: str, at: int, ends: set[int]) -> bool:
    return any(at - gap in ends and not text[at - gap : at].strip(" ,(-–:;/") for gap in range(1, 5))


def _may_be_a_birthday(text: str) -> bool:
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d", text)]
    this_year = clock.today().year
    return all(this_year - OLDEST_YEARS <= year <= this_year for year in years)

"""Where somebody lives: a street with a house number, or a postcode."""

import re
from collections.abc import Iterator

from shared.privacy.finding import Finding, Kind
from shared.privacy.surroundings import ORGANISATION, words_before

STREET_ENDS = (
    "straat|straatje|str|laan|weg|plein|dreef|pad|kade|gracht|hof|hofje|singel|steeg|dijk|ring|park|plantsoen|kamp|veld|"
    "akker|erf|burg|wal|markt|baan|brink|oever|werf|lei|poort|gaarde|meent|horst|tuin|zijde|bos|berg|dal|donk|haven|"
    "hoeve|eind|einde|land|vliet|sloot|wetering|rade|stede|schans|mortel|es|meer|beek|hout|rijn|molen|hage|steyn"
)
# Bounded: a text made to keep us busy may not.
CAPITAL = r"[A-ZÀ-Þ][\wÀ-ÿ'\-]{0,40}"
STREET = rf"(?:{CAPITAL} (?:(?:van|der|den|de|het|ten|ter|v\.d\.) ){{0,3}}){{0,4}}(?:{CAPITAL})?(?:{STREET_ENDS})"
OF_STREET = (
    rf"(?:Laan|Plein|Weg|Hof|Kade) (?:van|der|den|de|het) (?:(?:de|den|der|het) )?{CAPITAL}(?: {CAPITAL}){{0,4}}"
)
NUMBER = r"(?:nr\.? ?|nummer )?\d{1,4}(?: ?[a-zA-Z](?![a-zA-Z]))?(?:[\-/]\d{1,3})?"
POSTCODE = r"[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?![A-Za-z])"
PLACE = rf"(?:(?:,| te| in)? (?!En|De|Het|Daar){CAPITAL}(?: (?:aan|bij|den|de|op) (?:den |de )?{CAPITAL})?)"
HOUSE = re.compile(rf"\b(?:{STREET}|{OF_STREET}) {NUMBER}(?![\d:])(?:,? {POSTCODE}{PLACE}?|,? ?{PLACE})?")
CODE = re.compile(rf"(?<!\d){POSTCODE}(?:,? {NUMBER}(?!\d)|{PLACE})?")


def find(text: str) -> Iterator[Finding]:
    """Every street with a number and every postcode that is not an organisation's."""
    for pattern in (HOUSE, CODE):
        for found in pattern.finditer(text):
            if not ORGANISATION.search(words_before(text, found.start(), 4)):
                yield Finding(found.start(), found.end(), Kind.ADDRESS)

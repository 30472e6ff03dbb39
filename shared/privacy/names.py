"""Names of people who may be patients. Names of carers, organisations, rules and diseases are not reported."""

import re
from collections.abc import Callable, Iterator

from shared.privacy.finding import Finding, Kind
from shared.privacy.surroundings import (
    A_CARER,
    ABOUT_A_PERSON,
    NOT_A_PATIENTS,
    NOT_A_PERSON,
    before,
    pieces,
    sentence,
    sentences,
)

# Finds names by lists: the begin and end of each name in a sentence.
NameLists = Callable[[str], list[tuple[int, int]]]

BETWEEN = r"(?:v\.? ?d\.?|v/d|van|de|der|den|het|'t|in|op|ter|ten|te|la|le|du|el|al|ben|bin|uit|tot|aan|von|da|dos)"
NO_NAME = (
    r"(?!(?:Of|En|De|Het|Een|Ik|Wij|We|Dat|Dit|Die|Deze|Er|Als|Maar|Dus|Daar|Toen|Nu|Ze|Zij|Hij|Je|Jij|U|Wat|Wie|Waar|"
    r"Waarom|Hoe|Dan|Ook|Want|Omdat|Voor|Van|Bij|Met|Op|In|Na|Zonder|Is|Wil|Moet|Kan|Mag|Geen|Niet|Alle|Elke|Graag|Zie|"
    r"Uw|Ons|Onze|Mijn|Volgens|Tot|Om|Naar|Over|Uit|Nog|Al|Zo|Te|Nieuwe|Engels|Duits|Nederlands|Turks|Arabisch|Pools|"
    r"Maandag|Dinsdag|Woensdag|Donderdag|Vrijdag|Zaterdag|Zondag)\b)"
)
CAPITAL = NO_NAME + r"[A-ZÀ-Þ][a-zà-ÿ'’]{0,40}[a-zà-ÿ](?:[\-'’][A-ZÀ-Þa-z][a-zà-ÿ]{1,40}){0,3}"
INITIALS = r"(?:[A-Z]\.? ?){1,4}(?<=[. ])"
SURNAME = rf"(?:{BETWEEN} ){{0,3}}{CAPITAL}(?:[ \-]{CAPITAL})?"
TITLES = (
    r"mevr\.?|mevrouw|mw\.?|mej\.?|dhr\.?|de heer|heer|meneer|mijnheer|hr\.?|fam\.?|familie|gezin|pati[eë]nte?|pt\.?|"
    r"cli[eë]nte?|bewoner|bewoonster|baby|opa|oma|tante|oom|zoon|zoontje|dochter|dochtertje|moeder|vader|broer|zus|"
    r"echtgenoot|echtgenote|partner|mantelzorger|weduwe|weduwnaar|buurvrouw|buurman|jongen|meisje|voornaam|achternaam|"
    r"roepnaam|genaamd|kind|ene|zekere"
)
TITLED = re.compile(
    rf"\b(?i:{TITLES})(?: en (?i:{TITLES}))? "
    rf"(?P<name>(?:{INITIALS})?(?:{CAPITAL} )?(?:[A-Z]\. )?{SURNAME}|{CAPITAL} [A-Z]\.)"
)
SAID = re.compile(rf"\bnaam (?:is|was|luidt) (?P<name>(?:{CAPITAL} )?{SURNAME})")
SURNAME_FIRST = re.compile(rf"\b(?P<name>(?:{BETWEEN} )?{CAPITAL}, (?:[A-Z]\.){{1,4}}(?: ?{BETWEEN}\b){{0,3}})")
INITIALLED = re.compile(rf"(?<![\w.])(?P<name>(?:[A-Z]\. ?){{1,4}}{SURNAME})")
FIRST_AND_LETTER = re.compile(rf"(?P<name>{CAPITAL} [A-Z]\.)(?= [a-z])")
# Two capitals in a row, right before something that only a person has.
PERSON_FOLLOWS = re.compile(
    rf"(?P<name>{CAPITAL} (?:[A-Z]\. )?{SURNAME})(?=,? (?:\((?:geb|pt|bsn|\d\d? jaar)|wonend|woont|geboren|geb\.))"
)
# Typed in a hurry: `mevrouw van der meulen`. Only what the lists know as a name counts.
WITHOUT_CAPITAL = re.compile(
    rf"\b(?i:mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|de heer|familie|fam\.?|pt\.?) "
    rf"(?P<name>(?:{BETWEEN} ){{0,3}}(?!(?:oud|pas)\b)(?P<last>[a-zà-ÿ]{{3,30}}))\b"
)
# What lists take for a part of the name.
FORE_WORDS = re.compile(rf"(?:(?:(?i:{TITLES}|de heer)|van|uit|en) )*")
WITH_LETTERS = re.compile(rf"\b(?P<name>{CAPITAL} (?:[A-Z]\. ?){{1,4}}{SURNAME})")
MAY_BE_A_NAME = re.compile(rf"\b{CAPITAL}")
PATTERNS = (TITLED, SAID, SURNAME_FIRST, INITIALLED, FIRST_AND_LETTER, WITH_LETTERS, PERSON_FOLLOWS)

LONGEST_FOR_LISTS = 120

THING = r"(?:school|straat|laan|weg|plein|praktijk|ziekenhuis|kliniek|huis|hof|centrum|college|stichting|fonds|kerk)"
# People are called Veldhuis and Nijhof, but nobody is called after these.
NEVER_A_PERSON = re.compile(r"(?:ziekenhuis|kliniek|praktijk|centrum|college|stichting|fonds|school)$", re.IGNORECASE)
ENDS_AS_A_THING = re.compile(rf"(?:\w{THING}| (?:pharma|farma|groep|zorg))$", re.IGNORECASE)
OWN_NAME_OF_A_THING = re.compile(
    rf"-?(?:\w*{THING}\b)"
    r"| (?:en Zonen|B\.?V\.?|N\.?V\.?|Groep|Zorg|Apotheek|Ziekenhuis|Kliniek|School|Stichting|Pharma|Farma)\b|\d",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"(?:[A-Z]|NN|XX+|Jansen of De Vries)\.?")
AGE = re.compile(r"\s*\((?:\d{1,3}(?: jaar| jr\.?)?|geb)|,? \d{1,3} jaar", re.IGNORECASE)


def find(text: str, lists: NameLists) -> Iterator[Finding]:
    """Every name that is not a carer's or a thing's: by what stands around it, and by lists of Dutch names."""
    for pattern in PATTERNS:
        for found in pattern.finditer(text):
            if _is_a_persons(text, *found.span("name"), titled=pattern is TITLED):
                yield Finding(*found.span("name"), Kind.NAME)
    for found in WITHOUT_CAPITAL.finditer(text):
        last = found["last"]
        if (0, len(last)) in lists(last.capitalize()) and _is_a_persons(text, *found.span("name"), titled=True):
            yield Finding(*found.span("name"), Kind.NAME)
    for first, end in _listed(text, lists):
        fore_words = FORE_WORDS.match(text, first, end)
        begin = fore_words.end() if fore_words else first
        if _is_a_persons(text, begin, end) and _is_told_of(text, begin, end):
            yield Finding(begin, end, Kind.NAME)


def _listed(text: str, lists: NameLists) -> Iterator[tuple[int, int]]:
    for begin, end in _short_pieces(text):
        # The lists know names with a capital only, and looking in them is most of the work.
        if MAY_BE_A_NAME.search(text, begin, end):
            yield from ((begin + first, begin + last) for first, last in lists(text[begin:end]))


def _short_pieces(text: str) -> Iterator[tuple[int, int]]:
    # The time the lists take grows with the third power of the number of names in a row.
    for begin, end in sentences(text):
        yield from ((begin + first, begin + last) for first, last in pieces(text[begin:end], LONGEST_FOR_LISTS))


def _is_a_persons(text: str, begin: int, end: int, *, titled: bool = False) -> bool:
    words = text[begin:end]
    thing = NEVER_A_PERSON if titled else ENDS_AS_A_THING
    if PLACEHOLDER.fullmatch(words) or thing.search(words) or OWN_NAME_OF_A_THING.match(text, end):
        return False
    if A_CARER.match(text, end):
        return False
    return not NOT_A_PERSON.match(words) and not NOT_A_PATIENTS.search(before(text, begin))


def _is_told_of(text: str, begin: int, end: int) -> bool:
    """Whether a name from the lists is somebody's: a first name alone is so only in a sentence about somebody."""
    capitals = re.findall(r"[A-ZÀ-Þ][\wÀ-ÿ'’\-]+", text[begin:end])
    if len(capitals) > 1:
        return True
    if not re.fullmatch(CAPITAL, capitals[0] if capitals else ""):
        return False
    if AGE.match(text, end):
        return True
    first, last = sentence(text, begin)
    return bool(ABOUT_A_PERSON.search(text[first:begin]) or ABOUT_A_PERSON.search(text[end:last]))
